// Elements, made of words. Nothing here reads a text as markup: what flows through a server is shown, and never runs.

/** An element: `el("p", { class: "note" }, "words", el("b", {}, "more"))`. A handler stands under `onclick` and the like. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  set(element, attributes);
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** An element of SVG. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
}

export const byId = (id) => document.getElementById(id);

/** Sets words only where they are others: what does not change is not announced, and costs nothing. */
export function say(element, words) {
  const text = String(words);
  if (element.textContent !== text) element.textContent = text;
}

/** 1234567 -> 1,234,567 */
export const grouped = (count) => count.toLocaleString("en");

/** Microseconds for people: 340 µs, 12.3 ms, 4.1 s. */
export function duration(micros) {
  if (micros === undefined) return "";
  if (micros < 1000) return `${micros} µs`;
  if (micros < 100_000) return `${(micros / 1000).toFixed(1)} ms`;
  if (micros < 1_000_000) return `${Math.round(micros / 1000)} ms`;
  return `${(micros / 1_000_000).toFixed(1)} s`;
}

/** Bytes for people: 340 B, 12.3 kB, 4.1 MB. */
export function size(bytes) {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The time of day, to the millisecond. */
export function clock(at) {
  const date = new Date(at);
  const two = (number) => String(number).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
