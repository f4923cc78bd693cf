// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// The contract's limits, kept by the client itself, so that the server need not refuse what it sends.

/** How much less than the limit is sent: frames travel at different speeds, and heartbeats count, too. */
const SLACK = 0.95;

/** Counts against a rate of `count` events per `per` milliseconds, as the server does. */
export const paceOf = (world, { count, per }) => {
  const most = Math.max(1, Math.floor(count * SLACK));
  const each = per / count / SLACK;
  let room = most;
  let at = world.now();
  return {
    /** In how many milliseconds the next event may be sent. */
    wait: () => {
      const now = world.now();
      room = Math.min(most, room + Math.max(0, now - at) / each);
      at = now;
      return room >= 1 ? 0 : Math.ceil((1 - room) * each);
    },
    /** An event was sent. */
    sent: () => {
      room -= 1;
    },
  };
};
