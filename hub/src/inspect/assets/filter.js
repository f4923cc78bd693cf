// Which events are shown.

export class Filter {
  text = "";
  contract = "";
  event = "";
  way = "";
  breaches = false;

  get isEmpty() {
    return !this.text.trim() && !this.contract && !this.event.trim() && !this.way && !this.breaches;
  }

  /** The rows that fit, in their order. */
  of(rows) {
    if (this.isEmpty) return rows;
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    const event = this.event.trim().toLowerCase();
    return rows.filter(
      (row) =>
        (!this.contract || row.contract === this.contract) &&
        (!this.way || row.way === this.way) &&
        (!this.breaches || row.verdict === "breach") &&
        (!event || row.event.toLowerCase().includes(event)) &&
        words.every((word) => haystack(row).includes(word)),
    );
  }
}

/** Everything of a row that words are looked for in; made once. */
function haystack(row) {
  row.haystack ??= [row.event, row.contract, row.channel, row.session, row.user, row.problem, row.code, row.text]
    .filter(Boolean)
    .join("\n")
    .toLowerCase();
  return row.haystack;
}
