// Part of the package that `eventspec gen` writes: edits are overwritten.

export type { Warnings } from "./warnings.js";

import type { AskingClient, AskingSocket, EventSocket, NotInContract } from "./types.js";

/** What the helpers go by: each contract's `Contract` is one. */
export interface AnyContract {
  /** How events travel. */
  readonly transport: "socket.io" | "websocket";
  /** What handlers get of each event of the server. */
  readonly handlers: object;
  /** The payloads of the server's events, and the arguments of those that have none or several. */
  readonly payloads: object;
  readonly arguments: object;
  /** The same of clients. */
  readonly sends: object;
  readonly sendsArguments: object;
  /** What answers each event of clients that is answered. */
  readonly answers: object;
  /** The channels that clients enter and leave by events. */
  readonly memberships: object;
  /** The handlers of each consumer. */
  readonly consumers: object;
}

/** Handlers that get the payload of an envelope first, and then the envelope. */
export type Opened<Listeners, Key extends string> = {
  [E in keyof Listeners]: Listeners[E] extends (envelope: infer Envelope extends { [K in Key]: unknown }, ...ack: infer Ack) => void
    ? (payload: Envelope[Key], meta: Envelope, ...ack: Ack) => void
    : Listeners[E];
};

/** What acknowledgements hold. */
export type Answers<Acks> = { [E in keyof Acks]: Acks[E] extends (...answer: infer Answer) => void ? Payload<Answer> : never };

/** Nothing, one payload, or the list of several. */
export type Payload<Args> = Args extends readonly [] ? void : Args extends readonly [infer One] ? One : Args;

/** The name of an event, or what to say to who uses it. */
export type Named<Handlers, E extends keyof Handlers> = Handlers[E] extends NotInContract<infer Hint> ? Hint : E;

/** The socket that an event is heard on. A name that is not in the contract is no fault of the socket. */
export type Hearing<Handlers, E extends keyof Handlers> = EventSocket<Handlers[E] extends { readonly "→": string } ? never : E>;

/** The payload of an event that the server sends. */
export type Heard<C extends AnyContract, E> =
  E extends keyof C["payloads"] ? C["payloads"][E] : E extends keyof C["arguments"] ? Payload<C["arguments"][E]> : never;

/** The payload of an event that clients send. */
export type Sent<C extends AnyContract, E> =
  E extends keyof C["sends"] ? C["sends"][E] : E extends keyof C["sendsArguments"] ? Payload<C["sendsArguments"][E]> : never;

/** What asking needs of a socket. */
export type Asking<C extends AnyContract, E> = C["transport"] extends "websocket" ? AskingClient<E> : AskingSocket<E>;

/** How long to wait. */
export interface Limits {
  /** So many milliseconds at most: 10,000 unless set. `Infinity` waits for ever. */
  readonly timeout?: number;
  /** Ends the waiting when it is aborted: with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Listens to one event. */
export interface On<C extends AnyContract> {
  <E extends keyof C["handlers"]>(socket: Hearing<C["handlers"], E>, event: E, handler: C["handlers"][E]): () => void;
}

/** Waits for one event. */
export interface WaitFor<C extends AnyContract> {
  <E extends keyof C["handlers"]>(
    socket: Hearing<C["handlers"], E>,
    event: Named<C["handlers"], E>,
    options?: Limits & { readonly where?: Where<C["handlers"][E]> },
  ): Promise<Heard<C, E>>;
}

/** Whether it is the one that is waited for. */
export type Where<Handler> = Handler extends (...args: infer Args) => void ? (...args: Args) => boolean : never;

/** Reads one event after the other. */
export interface Events<C extends AnyContract> {
  <E extends keyof C["handlers"]>(
    socket: Hearing<C["handlers"], E>,
    event: Named<C["handlers"], E>,
    options?: {
      /** Ends the reading when it is aborted. */
      readonly signal?: AbortSignal;
      /** So many events may wait for their reader: 1,000 unless set. */
      readonly limit?: number;
    },
  ): AsyncGenerator<Heard<C, E>, void, undefined>;
}

/** Sends an event, and waits for what answers it. */
export interface Request<C extends AnyContract> {
  <E extends keyof C["answers"]>(
    socket: Asking<C, NoInfer<E>>,
    event: E,
    ...rest: Sent<C, E> extends infer Payload
      ? [Payload] extends [void] ? [payload?: undefined, options?: Limits] : [payload: Payload, options?: Limits]
      : never
  ): Promise<C["answers"][E]>;
}

/** The memberships whose channels clients `Way` by an event. */
export type With<C extends AnyContract, Way extends "join" | "leave"> = {
  [K in keyof C["memberships"] as C["memberships"][K] extends { readonly [W in Way]: string } ? K : never]: C["memberships"][K];
};

/** The address of a channel. */
export type AddressOf<Membership> = Membership extends { readonly address: infer Address } ? Address : never;

/** The event by which clients `Way` a channel. */
type EventOf<Membership, Way extends "join" | "leave"> = Membership extends { readonly [W in Way]: infer E } ? E : never;

/** The event by which clients `Way` the channel of an address. */
export type EventTo<C extends AnyContract, Way extends "join" | "leave", Address> = {
  [K in keyof With<C, Way>]: Address extends AddressOf<With<C, Way>[K]> ? EventOf<With<C, Way>[K], Way> : never;
}[keyof With<C, Way>];

/** Enters or leaves a channel. */
export interface Move<C extends AnyContract, Way extends "join" | "leave"> {
  <Address extends { [K in keyof With<C, Way>]: AddressOf<With<C, Way>[K]> }[keyof With<C, Way>]>(
    socket: Asking<C, EventTo<C, Way, Address>>,
    address: Address,
    options?: Limits,
  ): Promise<AnswerTo<C, EventTo<C, Way, Address>>>;
}

/** What answers an event; nothing where the contract has no answer. */
export type AnswerTo<C extends AnyContract, E> = E extends keyof C["answers"] ? C["answers"][E] : void;

/** What being in a channel needs of a socket. */
export interface AnySocket {
  readonly connected: boolean;
  on(event: never, listener: never): unknown;
  off(event: never, listener: never): unknown;
}

/** What being in a channel needs of a socket, which enters it. */
export type Entering<C extends AnyContract, Address> = AnySocket & Asking<C, EventTo<C, "join", Address>>;
