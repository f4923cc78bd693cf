// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// The way of an event to the server: at once where it can go, else from the queue, in its order and at the contract's pace.

import { paceOf } from "./pace.js";
import { queueOf } from "./queue.js";

/** So many bytes may wait in a socket; what comes after that waits where it can still be taken back. */
const MOST_IN_SOCKET = 65_536;

/** How often a socket that is full is looked at. */
const LOOK_AGAIN = 50;

/** What waits for `link()`, if that is open. */
export const outboxOf = (world, limits, most, link) => {
  const queue = queueOf(world, most);
  const rates = (of) => of.filter((rate) => rate !== undefined).map((rate) => paceOf(world, rate));
  const users = rates([limits?.perUser]);
  let connections = [];
  let timer;

  const paces = () => [...users, ...connections];
  const wait = () => (link().waits() > MOST_IN_SOCKET ? LOOK_AGAIN : Math.max(0, ...paces().map((pace) => pace.wait())));
  const write = (text) => {
    for (const pace of paces()) pace.sent();
    link().send(text);
  };
  const flush = () => {
    world.clearTimeout(timer);
    while (queue.size() > 0 && link()?.isOpen()) {
      const after = wait();
      if (after > 0) {
        timer = world.setTimeout(flush, after);
        return;
      }
      const entry = queue.shift();
      write(entry.text);
      entry.sent?.();
    }
  };

  return {
    size: queue.size,
    take: queue.take,
    clear: queue.clear,
    /** A connection begins: its own limits are fresh. */
    begin: () => {
      connections = rates([limits?.perConnection]);
      flush();
    },
    stop: () => world.clearTimeout(timer),
    /** Writes now, before what waits. */
    write,
    /** Sends an entry, or lets it wait. Says what became of it. */
    offer: (entry) => {
      if (queue.size() === 0 && link()?.isOpen() && wait() === 0) {
        write(entry.text);
        entry.sent?.();
        return "sent";
      }
      if (!queue.push(entry)) return "refused";
      // A socket that is full or too fast is looked at again.
      if (queue.size() === 1) flush();
      return "queued";
    },
  };
};
