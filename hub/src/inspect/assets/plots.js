// Small plots of the last minute.

import { el, grouped, say, size, svg } from "./dom.js";
import { SECONDS } from "./store.js";

const PLOTS = [
  ["sent", "server sends", grouped],
  ["heard", "clients send", grouped],
  ["refused", "refused", grouped],
  ["bytes", "bytes", size],
];

/** Makes the plots; what comes back draws them. */
export function plots(box) {
  const drawn = PLOTS.map(([key, name, words]) => {
    const value = el("span", { class: "value" }, "0");
    const area = svg("path", { class: "area" });
    const line = svg("path", { class: "line" });
    const picture = svg("svg", { viewBox: `0 0 ${SECONDS - 2} 20`, preserveAspectRatio: "none", "aria-hidden": "true" }, area, line);
    box.append(el("div", { class: "plot", "data-of": key }, el("span", { class: "name" }, name), value, picture));
    return { key, words, value, area, line };
  });
  return (seconds) => {
    // The last second goes on: what it holds is not yet a rate.
    const whole = seconds.slice(0, -1);
    for (const { key, words, value, area, line } of drawn) {
      const values = whole.map((second) => second[key]);
      const most = Math.max(4, ...values);
      const path = values.map((count, at) => `${at ? "L" : "M"}${at} ${(19.25 - (count / most) * 18.5).toFixed(2)}`).join("");
      line.setAttribute("d", path);
      area.setAttribute("d", `${path}L${values.length - 1} 20L0 20Z`);
      say(value, words(values.at(-1)));
    }
  };
}
