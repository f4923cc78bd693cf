import type { Socket } from "socket.io-client";

/** What can be told of a recoverable socket. The channel `*` is what goes to everybody. */
export interface Options {
  /** Positions that were kept from before, as `positions()` gave them: a page that was loaded anew goes on from there. */
  positions?: Record<string, string>;
  /** Everything that was missed of this channel follows, once and in order. */
  recovered?: (channel: string) => void;
  /** What was missed of this channel is gone: load it anew. Events from now on follow. */
  startOver?: (channel: string) => void;
}

/** What keeps the positions of a socket. */
export interface Recovery {
  /** Does not ask for a channel any more. Call it when the client has left one by an event of its own. */
  forget(channel: string): void;
  /** The position of the last event that was heard, by channel. */
  positions(): Record<string, string>;
  /** Gives the socket back as it was. */
  stop(): void;
}

/**
 * Makes a socket recoverable. Call it right after `io(..)`, before the socket has connected. Its own `auth` is sent beside what
 * recovery needs.
 *
 * Every stored event then has one more argument, its position: `"12.k3f9@room.1"`. Listeners may ignore it.
 */
export declare function recoverable(socket: Socket<any, any>, options?: Options): Recovery;
