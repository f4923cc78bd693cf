// Who is connected, where they listen, and which versions and former names are in use.

import { byId, el, grouped, say, size } from "./dom.js";

/** Draws what is there. Tables that nobody looks at are not drawn. */
export function showPresent(store) {
  const all = [...store.present.values()];
  say(byId("count-connections"), grouped(all.reduce((sum, { sessions }) => sum + sessions, 0)));
  say(byId("count-channels"), grouped(all.reduce((sum, { channels }) => sum + channels, 0)));
  draw(byId("view-connections"), () => all.flatMap(connections));
  draw(byId("view-channels"), () => all.flatMap(channels));
}

function draw(view, make) {
  // Whoever selects a text in a table wants to finish that first.
  const selection = getSelection();
  if (view.hidden || (!selection.isCollapsed && view.contains(selection.anchorNode))) return;
  const made = make();
  const { scrollTop } = view;
  view.replaceChildren(...(made.length > 0 ? made : [el("p", { class: "lead" }, "Nobody is there.")]));
  view.scrollTop = scrollTop;
}

function connections({ contract, sessions, connections }) {
  if (sessions === 0) return [];
  const rows = connections.map((client) => [
    el("th", { scope: "row" }, client.name ?? client.user ?? "nobody", client.name ? el("div", { class: "soft mono" }, client.user) : ""),
    el("td", {}, client.roles.map((role) => el("span", { class: "pill" }, role))),
    el("td", {}, client.carrier),
    el("td", {}, version(client)),
    el("td", {}, ago(client.since)),
    el("td", { class: "number" }, client.waiting ? size(client.waiting) : "–"),
    el("td", {}, client.channels.map((address) => el("div", { class: "mono" }, address))),
    el("td", {}, el("span", { class: "mono soft" }, client.session)),
  ]);
  const heads = ["who", "roles", "over", "version", "since", "waiting", "channels", "connection"];
  return [heading(contract, sessions, connections.length, "connection"), table(heads, rows, `Connections of ${contract}`)];
}

function version({ fingerprint, current }) {
  if (!fingerprint) return el("span", { class: "pill" }, "not told");
  return el("span", { class: `pill mono ${current ? "good" : "warning"}` }, current ? "current" : fingerprint);
}

function channels({ contract, channels, addresses }) {
  if (channels === 0) return [];
  const most = Math.max(...addresses.map(({ listeners }) => listeners));
  const rows = addresses.map(({ address, listeners }) => {
    const meter = el("span", { class: "meter" });
    meter.style.width = `${(listeners / most) * 8}rem`;
    return [el("th", { scope: "row", class: "mono" }, address), el("td", { class: "number" }, grouped(listeners)), el("td", {}, meter)];
  });
  return [heading(contract, channels, addresses.length, "channel"), table(["address", "listeners", ""], rows, `Channels of ${contract}`)];
}

/** Versions and former names, as `GET /contracts` tells them. */
export function showUsage(view, usage) {
  if (!usage) return view.replaceChildren(el("p", { class: "lead" }, "What is in use could not be read."));
  view.replaceChildren(
    ...usage.flatMap(({ contract, version, fingerprint, versions, aliases }) => [
      el("h2", {}, `${contract} ${version} `, el("span", { class: "soft mono" }, fingerprint)),
      table(
        ["version", "connections", "last seen"],
        versions.map((own) => [
          el("th", { scope: "row" }, el("span", { class: "mono" }, own.fingerprint ?? "not told"), own.current ? el("span", { class: "pill good" }, "current") : ""),
          el("td", { class: "number" }, grouped(own.connections)),
          el("td", {}, own.last_seen ?? "never"),
        ]),
        `Versions of ${contract}`,
      ),
      ...(aliases.length === 0 ? [] : [table(
        ["former name", "of", "last used", "ends", "can go"],
        aliases.map((alias) => [
          el("th", { scope: "row", class: "mono" }, alias.name),
          el("td", { class: "mono" }, alias.event),
          el("td", {}, alias.last_used ?? "never"),
          el("td", {}, alias.sunset),
          el("td", {}, el("span", { class: `pill ${alias.removable ? "good" : "warning"}` }, alias.removable ? "yes" : "no"), ` ${alias.reason}`),
        ]),
        `Former names in ${contract}`,
      )]),
    ]),
  );
}

function heading(contract, count, shown, what) {
  const words = `${grouped(count)} ${what}${count === 1 ? "" : "s"}${shown < count ? `, ${grouped(shown)} of them here` : ""}`;
  return el("h2", {}, `${contract} `, el("span", { class: "soft" }, words));
}

function table(heads, rows, label) {
  const head = el("tr", {}, heads.map((name) => (name ? el("th", { scope: "col" }, name) : el("td"))));
  const body = rows.map((cells) => el("tr", {}, cells));
  return el("div", { class: "table", tabindex: "0", role: "region", "aria-label": label }, el("table", {}, el("thead", {}, head), el("tbody", {}, body)));
}

function ago(at) {
  const seconds = Math.max(0, Math.round((Date.now() - at) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
