// Part of the package that `eventspec gen` writes: edits are overwritten.

import type { AddressOf, AnyContract, AnySocket, Entering, Hearing, With } from "./helpers.js";
import type { Changes, ComesAndGoes, There } from "./presence.js";
import type { Standing } from "./stay.js";
import type { Consumer, EventSocket } from "./types.js";

/** No socket yet: nothing is done. */
export type Nothing = null | undefined;

/** Listens to an event for as long as the component is there. */
export interface UseEvent<C extends AnyContract> {
  <E extends keyof C["handlers"]>(socket: Hearing<C["handlers"], E> | Nothing, event: E, handler: C["handlers"][E]): void;
}

/** Listens to every event of a consumer for as long as the component is there. */
export interface UseListen<C extends AnyContract> {
  <Name extends keyof C["consumers"]>(
    socket: EventSocket<keyof C["consumers"][Name]> | Nothing,
    consumer: Consumer<Name, keyof C["consumers"][Name]>,
    handlers: C["consumers"][Name],
  ): void;
}

/** Is in a channel that clients enter by an event, for as long as the component is there. */
export interface UseChannel<C extends AnyContract> {
  <Address extends { [K in keyof With<C, "join">]: AddressOf<With<C, "join">[K]> }[keyof With<C, "join">]>(
    socket: Entering<C, Address> | Nothing,
    address: Address | Nothing,
  ): Standing;
}

/** Tells how it stands with a channel that the server puts its clients in. */
export type UseChannelOf<Address> = (socket: AnySocket | Nothing, address: Address | Nothing) => Standing;

/** Who is there. */
export interface UsePresence<C extends AnyContract> {
  <E extends keyof C["payloads"], Key extends keyof C["payloads"][E]>(
    socket: EventSocket<NoInfer<E>> | Nothing,
    plan: Changes<C, E, Key>,
  ): There<C["payloads"][E], Key>;
  <
    On extends keyof C["payloads"],
    Off extends keyof C["payloads"],
    Key extends keyof C["payloads"][On] & keyof C["payloads"][Off],
  >(
    socket: EventSocket<NoInfer<On | Off>> | Nothing,
    plan: ComesAndGoes<C, On, Off, Key>,
  ): There<C["payloads"][On], Key>;
}
