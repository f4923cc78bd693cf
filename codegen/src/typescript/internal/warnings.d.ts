// Part of the package that `eventspec gen` writes: edits are overwritten.

/** What watching needs of a socket. */
export interface WatchedSocket {
  on(event: never, listener: never): unknown;
  off(event: never, listener: never): unknown;
  onAny(listener: (event: string, ...args: unknown[]) => void): unknown;
  offAny(listener: (event: string, ...args: unknown[]) => void): unknown;
}

/**
 * Says at run time what a compiler would have said: names that are not in the contract, names that end on some date, and that the
 * server serves another version. Call it in development, right after the socket was made. The function that it gives ends that.
 */
export type Warnings = (
  socket: WatchedSocket,
  options?: {
    /** Where to say it: on the console unless set. */
    readonly warn?: (text: string) => void;
  },
) => () => void;
