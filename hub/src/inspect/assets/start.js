// The page: what comes from the server goes into the store, and once a frame what has changed is drawn.

import { showDetail } from "./detail.js";
import { byId, el, grouped, say } from "./dom.js";
import { Filter } from "./filter.js";
import { Form } from "./form.js";
import { List } from "./list.js";
import { plots } from "./plots.js";
import { showPresent, showUsage } from "./present.js";
import { Locked, keepToken, listen, models, takeToken, usage } from "./server.js";
import { Store } from "./store.js";

/** How long to wait before the stream is asked for again, in milliseconds. */
const AGAIN = 1000;

const VIEWS = ["events", "connections", "channels", "contracts", "send"];

const store = new Store();
const filter = new Filter();
const form = new Form(byId("view-send"), store);
const drawPlots = plots(byId("plots"));
const list = new List(byId("list"), (row) => {
  showDetail(byId("detail"), row, {
    close: () => (list.choose(undefined), byId("list").focus()),
    resend: (row) => (form.fill(row), show("send")),
  });
});
let state = "waiting";
let due = false;

takeToken();
wire();
run();

async function run() {
  for (;;) {
    try {
      store.contracts = await models();
      offerNames();
      if (!byId("view-send").hidden) form.show();
      store.begin();
      turn("live");
      await listen((batch) => (store.take(batch), draw()));
      turn("lost");
    } catch (error) {
      turn("lost", error instanceof Locked ? "a token is missing" : undefined);
      if (error instanceof Locked) await askForToken();
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

function turn(now, words) {
  state = now;
  drawState(words);
}

function drawState(words) {
  const shown = state === "live" && store.paused ? "paused" : state;
  byId("state").dataset.state = shown;
  const said = { waiting: "connecting", live: "live", paused: "paused", lost: "not connected, trying again" }[shown];
  say(byId("state-words"), words ?? said);
}

function draw() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    list.show(filter.of(store.rows));
    if (list.chosen?.recipients && !byId("detail").contains(document.activeElement) && getSelection().isCollapsed) refreshDetail();
    drawPlots(store.seconds);
    showPresent(store);
    byId("empty").hidden = store.rows.length > 0;
    say(byId("count-breaches"), grouped(store.breaches));
    byId("count-breaches").toggleAttribute("data-some", store.breaches > 0);
    const note = byId("skipped");
    note.hidden = store.skipped === 0;
    if (store.skipped > 0) say(note, `${grouped(store.skipped)} events came faster than they could be shown, and are only counted.`);
    const pause = byId("pause");
    say(pause, store.paused ? `Go on${store.held.length > 0 ? ` (${grouped(store.held.length)})` : ""}` : "Pause");
  });
}

/** What is known of the chosen event grows while it leaves the queues. */
function refreshDetail() {
  const row = list.chosen;
  if (row.shownLeft === row.left) return;
  row.shownLeft = row.left;
  const { scrollTop } = byId("detail");
  list.choose(row);
  byId("detail").scrollTop = scrollTop;
}

function offerNames() {
  const contracts = byId("filter-contract");
  const chosen = contracts.value;
  contracts.replaceChildren(el("option", { value: "" }, "All contracts"), ...store.contracts.map(({ contract }) => el("option", {}, contract)));
  contracts.value = chosen;
  const names = new Set(store.contracts.flatMap(({ model }) => model?.events.map(({ name }) => name) ?? []));
  byId("event-names").replaceChildren(...[...names].sort().map((value) => el("option", { value })));
}

function wire() {
  for (const key of ["text", "contract", "event", "way"]) {
    byId(`filter-${key}`).addEventListener("input", ({ target }) => ((filter[key] = target.value), draw()));
  }
  byId("filter-breaches").addEventListener("change", ({ target }) => ((filter.breaches = target.checked), draw()));
  byId("pause").addEventListener("click", pause);
  byId("clear").addEventListener("click", clear);
  byId("keys").addEventListener("click", () => byId("help").showModal());
  wireTabs();
  wireTheme();
  document.addEventListener("keydown", key);
  setInterval(() => (store.tick(), draw()), 1000);
}

function pause() {
  store.pause(!store.paused);
  byId("pause").setAttribute("aria-pressed", String(store.paused));
  drawState();
  draw();
}

function clear() {
  store.clear();
  list.choose(undefined);
  draw();
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && list.chosen) return list.choose(undefined);
  if (event.target.closest("input, select, textarea")) return;
  const view = VIEWS[Number(event.key) - 1];
  if (view) return show(view);
  const keys = { p: pause, c: clear, b: () => byId("filter-breaches").click(), "/": () => (show("events"), byId("filter-text").focus()), "?": () => byId("help").showModal() };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

function wireTabs() {
  VIEWS.forEach((view, at) => {
    const tab = byId(`tab-${view}`);
    tab.addEventListener("click", () => show(view));
    tab.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const next = VIEWS[(at + step + VIEWS.length) % VIEWS.length];
      show(next);
      byId(`tab-${next}`).focus();
    });
  });
}

async function show(view) {
  for (const own of VIEWS) {
    byId(`view-${own}`).hidden = own !== view;
    byId(`tab-${own}`).setAttribute("aria-selected", String(own === view));
    byId(`tab-${own}`).tabIndex = own === view ? 0 : -1;
  }
  if (view === "send") form.show();
  if (view === "contracts") showUsage(byId("view-contracts"), await usage().catch(() => undefined));
  draw();
}

function wireTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const chosen = localStorage.getItem("inspector-theme");
  if (chosen) root.dataset.theme = chosen;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const tell = () => byId("theme").setAttribute("aria-pressed", String(isDark()));
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("inspector-theme", root.dataset.theme);
    tell();
  });
  system.addEventListener("change", tell);
  tell();
}

function askForToken() {
  const door = byId("door");
  return new Promise((resolve) => {
    door.addEventListener("close", () => {
      keepToken(byId("door-token").value.trim());
      byId("door-token").value = "";
      resolve();
    }, { once: true });
    door.showModal();
  });
}
