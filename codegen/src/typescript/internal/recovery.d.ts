// Part of the package that `eventspec gen` writes: edits are overwritten.

/** What recovery needs of a socket: that of socket.io-client has it. */
export interface RecoverableSocket {
  auth: unknown;
  on(event: never, listener: never): unknown;
  off(event: never, listener: never): unknown;
  onAny(listener: (event: string, ...args: unknown[]) => void): unknown;
  offAny(listener: (event: string, ...args: unknown[]) => void): unknown;
  connect(): unknown;
  readonly io: { reconnectionDelay(): number; reconnectionDelay(milliseconds: number): unknown };
}

/** What can be told of a recoverable socket. The channel `*` is what goes to everybody. */
export interface RecoveryOptions {
  /** Positions that were kept from before, as `positions()` gave them: a page that was loaded anew goes on from there. */
  readonly positions?: Readonly<Record<string, string>>;
  /** Everything that was missed of this channel follows, once and in order. */
  readonly recovered?: (channel: string) => void;
  /** What was missed of this channel is gone: load it anew. Events from now on follow. */
  readonly startOver?: (channel: string) => void;
}

/** What keeps the positions of a socket. */
export interface Recovery {
  /** Does not ask for a channel any more. `leave` does it by itself. */
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
 * Every stored event then has one more argument, its position: `"12.k3f9\@room.1"`. Listeners may ignore it.
 */
export declare const recoverable: (socket: RecoverableSocket, options?: RecoveryOptions) => Recovery;
