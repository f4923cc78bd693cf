// Part of the package that `eventspec gen` writes: edits are overwritten.

import type { MaybeRefOrGetter, ShallowRef } from "vue";

import type { AddressOf, AnyContract, AnySocket, Entering, Hearing, With } from "./helpers.js";
import type { Changes, ComesAndGoes, There } from "./presence.js";
import type { Standing } from "./stay.js";
import type { Consumer, EventSocket } from "./types.js";

/** A value, a ref or a getter; nothing where there is none yet. */
export type Given<Value> = MaybeRefOrGetter<Value | null | undefined>;

/** Listens to an event for as long as the scope is there. */
export interface UseEvent<C extends AnyContract> {
  <E extends keyof C["handlers"]>(socket: Given<Hearing<C["handlers"], E>>, event: E, handler: C["handlers"][E]): void;
}

/** Listens to every event of a consumer for as long as the scope is there. */
export interface UseListen<C extends AnyContract> {
  <Name extends keyof C["consumers"]>(
    socket: Given<EventSocket<keyof C["consumers"][Name]>>,
    consumer: Consumer<Name, keyof C["consumers"][Name]>,
    handlers: C["consumers"][Name],
  ): void;
}

/** Is in a channel that clients enter by an event, for as long as the scope is there. */
export interface UseChannel<C extends AnyContract> {
  <Address extends { [K in keyof With<C, "join">]: AddressOf<With<C, "join">[K]> }[keyof With<C, "join">]>(
    socket: Given<Entering<C, NoInfer<Address>>>,
    address: Given<Address>,
  ): Readonly<ShallowRef<Standing>>;
}

/** Tells how it stands with a channel that the server puts its clients in. */
export type UseChannelOf<Address> = (socket: Given<AnySocket>, address: Given<Address>) => Readonly<ShallowRef<Standing>>;

/** Who is there. */
export interface UsePresence<C extends AnyContract> {
  <E extends keyof C["payloads"], Key extends keyof C["payloads"][E]>(
    socket: Given<EventSocket<NoInfer<E>>>,
    plan: Changes<C, E, Key>,
  ): Readonly<ShallowRef<There<C["payloads"][E], Key>>>;
  <
    On extends keyof C["payloads"],
    Off extends keyof C["payloads"],
    Key extends keyof C["payloads"][On] & keyof C["payloads"][Off],
  >(
    socket: Given<EventSocket<NoInfer<On | Off>>>,
    plan: ComesAndGoes<C, On, Off, Key>,
  ): Readonly<ShallowRef<There<C["payloads"][On], Key>>>;
}
