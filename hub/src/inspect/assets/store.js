// What has happened: the last few thousand events, what was counted, and who is there.

/** So many events are kept; older ones are forgotten. */
export const MOST = 5000;

/** So many seconds the plots go back. */
export const SECONDS = 60;

const rates = () => ({ sent: 0, heard: 0, refused: 0, bytes: 0 });

export class Store {
  /** The oldest first. */
  rows = [];
  /** What came while nobody wanted to see it move. */
  held = [];
  paused = false;
  skipped = 0;
  breaches = 0;
  contracts = [];
  /** By contract. */
  present = new Map();
  /** What was counted in each of the last seconds, the oldest first; the last one goes on. */
  seconds = Array.from({ length: SECONDS }, rates);
  #second = Math.floor(Date.now() / 1000);
  /** By the stream's id; the stream begins anew when the connection does. */
  #byId = new Map();

  /** Begins to read a new stream: its ids count from one again. */
  begin() {
    this.#byId.clear();
  }

  /** Takes a line of the stream. */
  take(batch) {
    for (const event of batch.events) this.#add(event);
    for (const [id, count, slowest] of batch.left) {
      const row = this.#byId.get(id);
      if (!row) continue;
      row.left = count;
      row.slowest = slowest;
      if (count >= row.recipients) this.#byId.delete(id);
    }
    this.skipped += batch.skipped;
    for (const present of batch.present ?? []) this.present.set(present.contract, present);
    this.tick();
    const second = this.seconds.at(-1);
    for (const counts of Object.values(batch.counts)) {
      for (const key of Object.keys(second)) second[key] += counts[key];
    }
  }

  /** Moves the plots on to the present second. */
  tick() {
    const now = Math.floor(Date.now() / 1000);
    const gone = Math.min(SECONDS, now - this.#second);
    for (let i = 0; i < gone; i++) {
      this.seconds.shift();
      this.seconds.push(rates());
    }
    this.#second = Math.max(now, this.#second);
  }

  pause(paused) {
    this.paused = paused;
    if (paused) return;
    const held = this.held;
    this.held = [];
    this.#keep(this.rows, held);
  }

  clear() {
    this.rows = [];
    this.held = [];
    this.skipped = 0;
    this.breaches = 0;
    this.#byId.clear();
  }

  #add(row) {
    if (row.verdict === "breach") this.breaches += 1;
    if (row.recipients > 0 && row.waited !== undefined) this.#byId.set(row.id, row);
    if (this.#byId.size > MOST) this.#byId.delete(this.#byId.keys().next().value);
    this.#keep(this.paused ? this.held : this.rows, [row]);
  }

  #keep(rows, more) {
    for (const row of more) rows.push(row);
    // Cut seldom, and a good piece at once.
    if (rows.length > MOST * 1.2) rows.splice(0, rows.length - MOST);
  }
}
