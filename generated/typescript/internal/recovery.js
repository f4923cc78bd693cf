// Part of the package that `eventspec gen` writes: edits are overwritten.
//
// Recovery for `socket.io-client` 4: a client that was cut off gets what it missed of each channel, once and in order, or is told
// that it has to start over. It comes back when the server asks it to.
//
// Every stored event then has one more argument, its position: `"12.k3f9@room.1"`. Listeners may ignore it.

import { keepsPositions } from "./recoveries.js";

const POSITION = /^(\d+\.[^@]+)@(.*)$/s;

/** Makes a socket recoverable, from right after `io(..)`, before it has connected. */
export const recoverable = (socket, { positions = {}, recovered = () => {}, startOver = () => {} } = {}) => {
  /** The position of the last event that was heard, by channel. */
  const heard = new Map(Object.entries(positions));

  const own = socket.auth;
  socket.auth = (send) => {
    const sendBoth = (auth) => send({ ...auth, recover: Object.fromEntries(heard) });
    if (typeof own === "function") own(sendBoth);
    else sendBoth(own);
  };

  const listen = (event, ...args) => {
    const [, position, channel] = (args.length > 1 && POSITION.exec(args.at(-1))) || [];
    if (position !== undefined) heard.set(channel, position);
  };

  // Where the client stands: where it was, if what it missed follows; else where the channel is now.
  const enter = ({ channel, position, recovered: whole }) => {
    heard.set(channel, position);
    if (whole === true) recovered(channel);
    if (whole === false) startOver(channel);
  };

  // Told when to come back, it comes then: its library would come sooner, or, where it was refused, not at all.
  const manager = socket.io;
  let usual;
  let timer;
  const closing = ({ come_back: after }) => {
    if (!after) return;
    usual ??= manager.reconnectionDelay();
    manager.reconnectionDelay(after);
  };
  const back = () => {
    clearTimeout(timer);
    if (usual !== undefined) manager.reconnectionDelay(usual);
    usual = undefined;
  };
  const refused = (error) => {
    clearTimeout(timer);
    if (error.data?.come_back !== undefined) timer = setTimeout(() => socket.connect(), error.data.come_back);
  };

  const forget = (channel) => void heard.delete(channel);
  const left = ({ channel }) => forget(channel);

  const listeners = { connect: back, connect_error: refused, "hub:position": enter, "hub:left": left, "hub:closing": closing };
  socket.onAny(listen);
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);

  const recovery = {
    forget,
    positions: () => Object.fromEntries(heard),
    stop: () => {
      back();
      socket.auth = own;
      keepsPositions(socket, undefined);
      socket.offAny(listen);
      for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
    },
  };
  keepsPositions(socket, recovery);
  return recovery;
};
