// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Where the client is in each channel, so that it can go on from there.

const POSITION = /^(\d+\.[^@]+)@(.*)$/s;

/** So many channels can be asked for on connecting. */
const MOST = 1000;

/** The positions of a client, from those that it was given. `members` says which events join and leave a channel. */
export const positionsOf = ({ joins, leaves, channels }, given = {}) => {
  /** The position of the last event that was heard, by channel; the channel that was heard of last is the last. */
  const heard = new Map(Object.entries(given));
  /** Channels that the client has left, whose last events may still be on their way. */
  const gone = new Set();

  const set = (channel, position) => {
    heard.delete(channel);
    heard.set(channel, position);
  };
  const leave = (channel) => {
    heard.delete(channel);
    gone.add(channel);
  };
  const addressOf = ([name, fields], payload) => {
    if (name === undefined) return payload;
    const field = (path) => path.reduce((value, key) => value?.[key], payload);
    try {
      return channels[name](Object.fromEntries(Object.entries(fields).map(([param, path]) => [param, field(path)])));
    } catch {
      return undefined;
    }
  };

  return {
    all: () => Object.fromEntries(heard),
    /** What to ask for on connecting. Channels beyond the most that can be asked for are forgotten, and given back. */
    ask: () => {
      gone.clear();
      const lost = [...heard.keys()].slice(0, Math.max(0, heard.size - MOST));
      for (const channel of lost) heard.delete(channel);
      return { asked: JSON.stringify(Object.fromEntries(heard)), lost };
    },
    /** A frame came with its position. The first position of a channel comes when it is entered. */
    came: (position) => {
      const [, at, channel] = (typeof position === "string" && POSITION.exec(position)) || [];
      if (heard.has(channel)) set(channel, at);
    },
    /** The client entered a channel. Says whether it still wants to be in there. */
    entered: (channel, position) => {
      if (gone.has(channel)) return false;
      set(channel, position);
      return true;
    },
    leave,
    /** The client sends an event, which may be about a channel. */
    sends: (event, payload) => {
      if (leaves?.[event]) leave(addressOf(leaves[event], payload));
      if (joins?.[event]) gone.delete(addressOf(joins[event], payload));
    },
  };
};
