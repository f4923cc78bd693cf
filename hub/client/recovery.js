/**
 * Recovery for `socket.io-client` 4: a client that was cut off gets what it missed of each channel, once and in order, or is told
 * that it has to start over.
 *
 * Every stored event then has one more argument, its position: `"12.k3f9@room.1"`. Listeners may ignore it.
 */

const POSITION = /^(\d+\.[^@]+)@(.*)$/s;

/**
 * Makes a socket recoverable. Call it right after `io(..)`, before the socket has connected.
 *
 * @param {import("socket.io-client").Socket} socket
 * @param {import("./recovery.js").Options} [options]
 * @returns {import("./recovery.js").Recovery}
 */
export function recoverable(socket, { positions = {}, recovered = () => {}, startOver = () => {} } = {}) {
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

  const forget = (channel) => void heard.delete(channel);
  const left = ({ channel }) => forget(channel);

  socket.onAny(listen);
  socket.on("hub:position", enter);
  socket.on("hub:left", left);

  return {
    forget,
    positions: () => Object.fromEntries(heard),
    stop() {
      socket.auth = own;
      socket.offAny(listen);
      socket.off("hub:position", enter);
      socket.off("hub:left", left);
    },
  };
}
