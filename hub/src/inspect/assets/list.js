// The list: however many events there are, only those in sight are elements. The newest stands on top.

import { clock, duration, el, say, size } from "./dom.js";

const HEIGHT = 30;

/** So many rows are made beyond each edge. */
const BEYOND = 6;

const ARROWS = { out: "↓", in: "↑", hub: "•" };
const WAYS = { out: "from the server", in: "from a client", hub: "from the hub" };
const VERDICTS = { fits: "fits", breach: "breach", refused: "refused", unjudged: "–" };

export class List {
  #box;
  #space = el("div", { class: "space", role: "presentation" });
  #pool = [];
  #rows = [];
  #chosen;
  #choose;

  constructor(box, choose) {
    this.#box = box;
    this.#choose = choose;
    box.append(this.#space);
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    box.addEventListener("keydown", (event) => this.#key(event));
    this.#space.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.#pool.find((slot) => slot.element === row)?.row);
    });
    new ResizeObserver(() => this.draw()).observe(box);
  }

  get chosen() {
    return this.#chosen;
  }

  /** Shows these rows, the oldest first. Who has scrolled away from the top keeps what they look at. */
  show(rows) {
    const box = this.#box;
    if (box.scrollTop > HEIGHT / 2) {
      const top = this.#at(Math.floor(box.scrollTop / HEIGHT));
      const moved = top ? rows.length - 1 - rows.lastIndexOf(top) - Math.floor(box.scrollTop / HEIGHT) : 0;
      this.#rows = rows;
      this.#stretch();
      if (moved > 0 && moved < rows.length) box.scrollTop += moved * HEIGHT;
    } else {
      this.#rows = rows;
      this.#stretch();
    }
    this.draw();
  }

  choose(row) {
    this.#chosen = row;
    this.draw();
    this.#choose(row);
  }

  draw() {
    const first = Math.max(0, Math.floor(this.#box.scrollTop / HEIGHT) - BEYOND);
    const count = Math.ceil(this.#box.clientHeight / HEIGHT) + 2 * BEYOND;
    const last = Math.min(this.#rows.length, first + count);
    while (this.#pool.length < last - first) this.#pool.push(this.#slot());
    let active;
    this.#pool.forEach((slot, index) => {
      const row = this.#at(first + index);
      slot.element.hidden = row === undefined || first + index >= last;
      if (slot.element.hidden) return void (slot.row = undefined);
      this.#fill(slot, row, first + index);
      if (row === this.#chosen) active = slot.element.id;
    });
    if (active) this.#box.setAttribute("aria-activedescendant", active);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  /** The row at a place from the top. */
  #at(place) {
    return this.#rows[this.#rows.length - 1 - place];
  }

  #stretch() {
    this.#space.style.height = `${this.#rows.length * HEIGHT}px`;
  }

  #slot() {
    const cells = {};
    const cell = (name, more = "") => (cells[name] = el("span", { class: `${name} ${more}`.trim() }));
    const hours = (cells.hours = el("span", { class: "hours" }));
    const seconds = (cells.seconds = el("span"));
    const badge = el("span", { class: "badge" });
    const element = el(
      "div",
      { class: "row", role: "option", id: `row-${this.#pool.length}` },
      el("span", { class: "time" }, hours, seconds), cell("way"), cell("event"), cell("contract"), cell("place"), cell("priority"),
      cell("bytes", "number"), cell("to", "number"), cell("took", "number"), el("span", { class: "verdict" }, badge),
    );
    this.#space.append(element);
    return { element, cells, badge, row: undefined };
  }

  #fill(slot, row, place) {
    const { element, cells, badge } = slot;
    element.style.top = `${place * HEIGHT}px`;
    element.setAttribute("aria-selected", String(row === this.#chosen));
    element.setAttribute("aria-setsize", this.#rows.length);
    element.setAttribute("aria-posinset", place + 1);
    say(cells.took, duration(row.took ?? row.slowest ?? row.waited));
    if (slot.row === row) return;
    slot.row = row;
    element.dataset.way = row.way;
    element.dataset.verdict = row.verdict;
    const time = clock(row.at);
    say(cells.hours, time.slice(0, 6));
    say(cells.seconds, time.slice(6));
    say(cells.way, ARROWS[row.way]);
    cells.way.title = WAYS[row.way];
    say(cells.event, row.event);
    say(cells.contract, row.contract);
    say(cells.place, row.channel ?? row.user ?? row.session ?? "");
    say(cells.priority, row.priority ?? "");
    say(cells.bytes, row.bytes ? size(row.bytes) : "");
    say(cells.to, row.recipients ?? "");
    say(badge, VERDICTS[row.verdict]);
    badge.title = row.problem ?? "";
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || this.#rows.length === 0) return;
    event.preventDefault();
    const now = this.#chosen ? this.#rows.length - 1 - this.#rows.lastIndexOf(this.#chosen) : -1;
    const place = Math.min(this.#rows.length - 1, Math.max(0, now + step));
    const top = place * HEIGHT;
    const box = this.#box;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = top + HEIGHT - box.clientHeight;
    this.choose(this.#at(place));
  }
}
