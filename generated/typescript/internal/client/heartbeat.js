// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Whether the other side is still there. What a browser does not show, such as a ping of the protocol, is no sign.

/** What was heard so many milliseconds ago is fresh enough not to ask. */
const FRESH = 1000;

/** Asks after `interval` without a sign of life, and says `dead` where none comes within `timeout` after that. */
export const heartbeatOf = (world, { interval, timeout }, ping, dead) => {
  let heard = world.now();
  let asked = false;
  let timer;

  const wait = (after) => {
    world.clearTimeout(timer);
    timer = world.setTimeout(look, after);
  };
  const ask = () => {
    asked = true;
    ping();
    wait(timeout);
  };
  const look = () => {
    if (asked) return dead();
    const left = heard + interval - world.now();
    if (left > 0) wait(left);
    else ask();
  };
  wait(interval);

  return {
    /** Something came. */
    heard: () => {
      heard = world.now();
      if (!asked) return;
      asked = false;
      wait(interval);
    },
    /** Asks now, unless it has just heard something. */
    ask: () => {
      if (!asked && world.now() - heard >= FRESH) ask();
    },
    stop: () => world.clearTimeout(timer),
  };
};
