// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// What waits to be sent: so much, for so long, in its order. Whatever leaves the queue unsent is told.

/** A queue of at most `most` entries, which tells each that it has become stale after its `lasting` milliseconds. */
export const queueOf = (world, most) => {
  const entries = new Set();
  const take = (entry) => {
    world.clearTimeout(entry.timer);
    return entries.delete(entry);
  };
  const drop = (entry, reason) => {
    take(entry);
    entry.dropped(reason);
  };
  return {
    size: () => entries.size,
    /** Adds an entry, if there is room. */
    push: (entry) => {
      if (entries.size >= most) return false;
      entries.add(entry);
      entry.timer = world.setTimeout(() => drop(entry, "stale"), entry.lasting);
      return true;
    },
    /** Takes an entry out, wherever it is. */
    take,
    /** Takes the first. */
    shift: () => {
      const [first] = entries;
      take(first);
      return first;
    },
    /** Drops all. */
    clear: (reason) => {
      for (const entry of [...entries]) drop(entry, reason);
    },
  };
};
