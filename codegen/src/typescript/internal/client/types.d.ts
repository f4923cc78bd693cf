// Part of the package that `eventspec gen` writes: edits are overwritten.

/** What a contract says of the frames of its client. */
export interface Contract {
  /** What the server sends, as functions. */
  listen: object;
  /** What clients send, as functions. */
  emit: object;
  /** The payloads of what clients send; events without one are not listed. */
  payloads: object;
  /** The payload of the answer to each event that is answered. */
  answers: object;
  /** What lies beside a payload. */
  meta: object;
  /** The query of the handshake. */
  query: object;
  /** What came in that is none of the contract's events. */
  incoming: unknown;
}

type Arguments<Event> = Event extends (...args: infer Args) => void ? Args : never;

/** What became of an event: it was handed to the connection, waits in the queue, or is not taken and was told to `dropped`. */
export type Fate = "sent" | "queued" | "refused";

/** Why an event was not sent: too much waits, it waited too long, it is too large, or the client is closed. */
export type Reason = "full" | "stale" | "too_big" | "closed";

/** Why a connection ended, or could not be made. A code of a close frame; 1006 where there was none. */
export interface Close {
  readonly code: number;
  readonly reason: string;
  /** What was thrown, where something was. */
  readonly error?: unknown;
}

/** Where a client is. Times are milliseconds since 1970. */
export type ConnectionState =
  /** It dials, after so many tries that failed. */
  | { readonly kind: "connecting"; readonly tried: number }
  /** It is connected. */
  | { readonly kind: "open" }
  /** It tries again at that time, the so manieth time. */
  | { readonly kind: "waiting"; readonly tried: number; readonly until: number; readonly close: Close }
  /** It has tried as often as it should. It tries again when the network is there again, when somebody looks at the page, and when told. */
  | { readonly kind: "exhausted"; readonly close: Close }
  /** It does not come back unless told. There was no connection yet where there is no `close`. */
  | { readonly kind: "closed"; readonly close: Close | undefined };

/** What the hub answers when it refuses. */
export interface HubRefusal {
  readonly code: string;
  readonly message: string;
  readonly event?: string;
  readonly field?: string;
  /** In how many milliseconds to try again, if that can help. */
  readonly retry_after?: number;
}

/** What the hub itself says beside the contract. */
export interface HubEvents {
  /** An event was refused, and the contract has no words of its own for it. */
  "hub:error": (refusal: HubRefusal) => void;
  /** The client entered a channel. `recovered` is there where it asked for what it missed. */
  "hub:position": (entered: { readonly channel: string; readonly position: string; readonly recovered?: boolean }) => void;
  /** The client may no longer be in a channel. */
  "hub:left": (left: { readonly channel: string; readonly code: string }) => void;
  /** So many transient events were dropped, as the client read too slowly. */
  "hub:dropped": (dropped: { readonly events: Readonly<Record<string, number>> }) => void;
  /** The token has expired. A token that is a function is renewed without further ado. */
  "hub:expiring": (expiring: { readonly seconds: number }) => void;
  /** This version of the contract is served, and the client was built with another. */
  "hub:contract": (served: { readonly version: string; readonly fingerprint: string }) => void;
  /** The token was renewed, and is good for so long. */
  "hub:renewed": (renewed: { readonly seconds: number }) => void;
}

type Heard<C extends Contract> = C["listen"] & HubEvents;

/** A connection that comes back. `on`, `once`, `off` and `emit` are as those of a socket of Socket.IO. */
export interface Client<C extends Contract> {
  /** Where the client is now: another object after each change. */
  readonly state: ConnectionState;
  /** Whether it is connected. */
  readonly connected: boolean;
  /** How many events wait to be sent. */
  readonly queued: number;
  /** Calls the listener at each change of `state`. The function that it gives ends that. */
  onState(listener: (state: ConnectionState) => void): () => void;
  on<E extends keyof Heard<C>>(event: E, listener: Heard<C>[E]): this;
  once<E extends keyof Heard<C>>(event: E, listener: Heard<C>[E]): this;
  /** Without a listener: all of the event. Without an event: all. */
  off<E extends keyof Heard<C>>(event?: E, listener?: Heard<C>[E]): this;
  /** Hears every event, with its name. */
  onAny(listener: (event: keyof Heard<C>, ...args: unknown[]) => void): this;
  offAny(listener?: (event: keyof Heard<C>, ...args: unknown[]) => void): this;
  /**
   * Sends an event, or lets it wait for the connection. What is not sent in the end is told to the option `dropped`.
   *
   * @throws TypeError, when clients do not send the event.
   */
  emit<E extends keyof C["emit"]>(event: E, ...args: Arguments<C["emit"][E]>): Fate;
  /**
   * Sends an event that another answers, and gives the payload of the answer. Rejects with a `RefusedError`, a `TimeoutError`, a
   * `DisconnectedError` where the connection is lost meanwhile, and a `NotSentError`.
   */
  request<E extends keyof C["answers"] & keyof C["emit"]>(event: E, ...args: RequestArguments<C, E>): Promise<C["answers"][E]>;
  /**
   * Presents a new token of the same user without a new connection; without one, that of the option `token`. Gives how many
   * seconds it is good for. Rejects as `request` does.
   */
  renew(token?: string): Promise<{ readonly seconds: number }>;
  /** Connects now: instead of waiting, after having given up or closed, or anew where it is connected. */
  reconnect(): void;
  /** Ends the connection. What waits is dropped; listeners stay, as `reconnect` begins again. */
  close(): void;
  /** The position of the last stored event that was heard, by channel: for the option `positions` of a page that was loaded anew. */
  positions(): Record<string, string>;
  /** Does not ask for a channel any more. Events that leave a channel do so by themselves. */
  forget(channel: string): void;
}

type RequestArguments<C extends Contract, E> = E extends keyof C["payloads"]
  ? [payload: C["payloads"][E], ...Trailing<RequestOptions<C, E>>]
  : Trailing<RequestOptions<C, E>>;

type Trailing<Options> = {} extends Options ? [options?: Options] : [options: Options];

/** How to ask. */
export type RequestOptions<C extends Contract, E> = Asking<E extends keyof C["answers"] ? C["answers"][E] : never> & ({} extends C["meta"] ? { meta?: C["meta"] } : { meta: C["meta"] });

interface Asking<Answer> {
  /** After how many milliseconds to give up, the time in the queue included: 10 s unless set. */
  timeout?: number;
  signal?: AbortSignal;
  /** Whether an answer is that to this request. Unless set: where the fields agree that both payloads have. */
  fits?: (answer: Answer) => boolean;
}

/** The event that was to be answered was not sent, and will not be. */
export declare class NotSentError extends Error {
  readonly name: "NotSentError";
  readonly event: string;
  readonly reason: Reason;
}

type Token = string | (() => string | Promise<string>);

/** What can be told of a connection. */
export type ConnectOptions<C extends Contract> = Connecting<C> &
  (C["query"] extends { token: string } ? { token: Token } : { token?: Token }) &
  ({} extends Omit<C["query"], "token"> ? { query?: Omit<C["query"], "token"> } : { query: Omit<C["query"], "token"> });

interface Connecting<C extends Contract> {
  /** The constructor of a WebSocket, where there is none or another one is wanted, as that of the package `ws`. */
  WebSocket?: WebSocketConstructor;
  /** What to offer as subprotocols. */
  protocols?: string | string[];
  /** False: connects when `reconnect` is called. */
  autoConnect?: boolean;
  /** How many milliseconds to wait for a token and a connection: 10 s unless set. */
  connectTimeout?: number;
  /** Where to depart from the contract's policy; false: not to come back at all. */
  reconnect?: false | Partial<ReconnectPolicy>;
  /** Whether to come back after the end of a connection. `usual` is what the client would do. */
  comeBack?: (close: Close, usual: boolean) => boolean;
  /** When to ask whether the server is still there, where it can be asked. */
  heartbeat?: Partial<Heartbeat>;
  /** What may wait to be sent. */
  queue?: Partial<Queue>;
  /** False: does not ask for what was missed, nor for positions. */
  resume?: boolean;
  /** Positions that were kept from before, as `positions()` gave them. */
  positions?: Readonly<Record<string, string>>;
  /** Everything that was missed of this channel follows, once and in order. The channel `*` is what goes to everybody. */
  recovered?: (channel: string) => void;
  /** What was missed of this channel is gone: load it anew. Events from now on follow. */
  startOver?: (channel: string) => void;
  /** An event was not sent, and will not be. */
  dropped?: (dropped: Dropped<C>) => void;
  /** Hears what is none of the contract's events, and refusals that nobody listens to. Unless set, the console does. */
  otherwise?: (incoming: C["incoming"]) => void;
  /** How many characters a frame may have at most, to be read: 16 Mi unless set. */
  largest?: number;
  /** What to take instead of the clock, of chance and of the page, for tests. */
  world?: Partial<World>;
}

/** An event that was not sent, with its arguments. */
export type Dropped<C extends Contract> = {
  [E in keyof C["emit"]]: { readonly event: E; readonly args: Arguments<C["emit"][E]>; readonly reason: Reason };
}[keyof C["emit"]];

/** When to come back. Times are milliseconds. */
export interface ReconnectPolicy {
  /** How often to try. */
  attempts: number;
  /** How long to wait before the first try. */
  delay: number;
  /** How much longer before each further try. */
  step: number;
  /** The longest wait: 30 s unless set. */
  longest: number;
  /** How far chance moves a wait, as a part of it: 0.5 unless set, from half of it to half as much again. */
  jitter: number;
}

/** Times in milliseconds. */
export interface Heartbeat {
  /** How long nothing has to be heard before the client asks: 25 s unless set. */
  interval: number;
  /** How long the answer may take: 10 s unless set. */
  timeout: number;
}

/** Bounds of the queue. */
export interface Queue {
  /** How many events may wait: 100 unless set. */
  most: number;
  /** For how many milliseconds an event may wait: 60 s unless set, and never longer than the contract has it live. */
  lasting: number;
}

/** What the client takes from where it runs. */
export interface World {
  now(): number;
  random(): number;
  setTimeout(run: () => void, after: number): unknown;
  clearTimeout(timer: unknown): void;
  /** What has the events `online` and `visibilitychange`. */
  page: object;
}

/** What the client needs of a WebSocket: that of browsers, of Node.js and of the package `ws` has it. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

/** Makes one. */
export type WebSocketConstructor = new (url: string, protocols?: string | string[]) => WebSocketLike;
