// Part of the package that `eventspec gen` writes: edits are overwritten.

/**
 * A name that people use and that must not be used. No function fits it, and no payload either, so that listening
 * under the name and emitting it are errors of the compiler, whose text is the hint.
 */
export interface NotInContract<Hint extends string> {
  readonly "→": Hint;
  (payload: Instead<Hint>): void;
}

/** What stands where the payload of a name that is not in the contract would stand. */
export interface Instead<Hint extends string> {
  readonly "→": Hint;
}

/**
 * Prints and parses the addresses of a channel. Everything of a parameter but letters, digits and `_ ~ \@ + = -` is
 * percent-encoded, so that no value can reach into another channel's address.
 */
export interface Channel<Params, Address extends string> {
  /**
   * The printed address.
   *
   * @throws RangeError, when a parameter is empty, or not of its type.
   */
  (...params: {} extends Params ? [] : [params: Params]): Address;
  /** The pattern of the addresses, with the parameters in braces. */
  readonly pattern: string;
  /** The parameters of an address, if it is one of this channel. */
  readonly parse: (address: string) => Params | undefined;
}

/** A view of a front end, with the events that it listens to. */
export interface Consumer<Name, Event> {
  readonly name: Name;
  readonly listens: readonly Event[];
}

/** What listening needs of a socket: that of socket.io-client has it. */
export interface EventSocket<Event> {
  on(event: Event, listener: (...args: unknown[]) => void): unknown;
  off(event: Event, listener: (...args: unknown[]) => void): unknown;
}

/** What listening needs of a socket: the WebSocket of browsers and of Node.js has it. */
export interface MessageSocket {
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/** What asking needs of a socket: that of socket.io-client has it. */
export interface AskingSocket<Event> {
  readonly connected: boolean;
  emit(event: Event, ...args: never): unknown;
  timeout(milliseconds: number): unknown;
}

/** What asking needs of the client of a plain WebSocket: that of this package has it. */
export interface AskingClient<Event> {
  readonly connected: boolean;
  emit(event: Event, ...args: never): unknown;
  request(event: Event, ...args: never): Promise<unknown>;
}
