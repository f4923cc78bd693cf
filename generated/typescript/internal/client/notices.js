// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// What the hub itself says beside the contract, and what is done about it.

import { call } from "./listeners.js";

/** Takes the frames whose names begin with `hub:`. */
export const noticesOf = ({ options, listeners, positions, requests, otherwise, renew }) => {
  const tell = (listener, channel) => listener && call(listener, [channel]);

  const know = {
    "hub:position": ({ channel, position, recovered }) => {
      if (typeof channel !== "string" || typeof position !== "string" || !positions.entered(channel, position)) return;
      if (recovered === true) tell(options.recovered, channel);
      if (recovered === false) tell(options.startOver, channel);
    },
    "hub:left": ({ channel }) => positions.leave(channel),
    // Where this fails, the connection ends, and the next one asks for a token again.
    "hub:expiring": () => {
      if (typeof options.token === "function") renew().catch(() => {});
    },
    "hub:renewed": (payload) => requests.came("hub:renewed", payload),
  };

  let isHub = false;

  return {
    /** What the hub answers, where the server is one. */
    ping: () => (isHub ? "hub:ping" : undefined),
    startOver: (channel) => tell(options.startOver, channel),
    /** Whether the frame was the hub's own. */
    take: (name, payload, incoming) => {
      if (!name.startsWith("hub:")) return false;
      isHub = true;
      const isObject = typeof payload === "object" && payload !== null;
      if (isObject && Object.hasOwn(know, name)) know[name](payload);
      const waited = isObject && name === "hub:error" && requests.refused((event) => event === payload.event, payload);
      listeners.tell(name, [payload]);
      if (name === "hub:error" && !waited && !listeners.has(name)) otherwise(incoming);
      return true;
    },
  };
};
