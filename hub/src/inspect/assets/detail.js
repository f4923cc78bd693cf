// The event that is chosen, in full.

import { clock, duration, el, grouped } from "./dom.js";
import { plain, pretty } from "./json.js";

const WAYS = { out: "server → clients", in: "client → server", hub: "hub → client" };
const VERDICTS = {
  fits: "fits its contract",
  breach: "breaks its contract",
  refused: "fits its contract, and was refused",
  unjudged: "is not judged",
};

/** Fills the panel; without a row it is closed. */
export function showDetail(panel, row, { close, resend }) {
  panel.hidden = row === undefined;
  if (!row) return panel.replaceChildren();
  const facts = [
    ["verdict", VERDICTS[row.verdict]],
    ["refusal", row.code],
    ["way", WAYS[row.way]],
    ["contract", row.contract],
    ["channel", row.channel],
    ["connection", row.session],
    ["user", row.user],
    ["priority", row.priority],
    ["position", row.position && `${row.position} (stored)`],
    ["time", clock(row.at)],
    ["size", row.bytes ? `${grouped(row.bytes)} bytes` : undefined],
    ["recipients", row.recipients],
    ["in the queues", row.waited === undefined ? undefined : `${duration(row.waited)} after it was sent`],
    ["left the queues", row.left ? `${row.left} of ${row.recipients}, the last ${duration(row.slowest)} after it was sent` : undefined],
    ["handled", row.took === undefined ? undefined : `in ${duration(row.took)}`],
  ].filter(([, value]) => value !== undefined && value !== "");

  const shown = row.text ? pretty(row.text) : undefined;
  shown?.setAttribute("aria-label", "The frame");
  const copy = el("button", { onclick: () => copied(copy, plain(row.text)) }, "Copy");
  const raw = el("button", { "aria-pressed": "false", onclick: () => {
    const isRaw = raw.getAttribute("aria-pressed") !== "true";
    raw.setAttribute("aria-pressed", String(isRaw));
    shown.replaceChildren(...(isRaw ? [row.text] : pretty(row.text).childNodes));
  } }, "As it travels");
  const again = el("button", { onclick: () => resend(row) }, "Send it again");
  panel.replaceChildren(
    el("header", {}, el("h2", {}, row.event), el("button", { class: "icon-button", "aria-label": "Close", onclick: close }, "✕")),
    row.problem ? el("p", { class: row.verdict === "breach" ? "problem" : "problem soft" }, row.problem) : "",
    el("dl", { class: "facts" }, facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))])),
    shown ? el("div", { class: "buttons" }, copy, raw, row.way === "hub" ? undefined : again) : "",
    shown ?? "",
  );
}

async function copied(button, text) {
  let word = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    word = "Not allowed";
  }
  button.textContent = word;
  setTimeout(() => (button.textContent = "Copy"), 1500);
}
