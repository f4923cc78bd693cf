// Part of the package that `eventspec gen` writes: edits are overwritten.

import type { AnyContract } from "./helpers.js";
import type { Changes, ComesAndGoes, There } from "./presence.js";
import type { Standing } from "./stay.js";
import type { Consumer, EventSocket } from "./types.js";

/** No socket yet: nothing is done. */
export type Nothing = null | undefined;

/** Listens to an event for as long as the component is there. */
export interface UseEvent<C extends AnyContract> {
  <E extends keyof C["handlers"]>(socket: EventSocket<NoInfer<E>> | Nothing, event: E, handler: C["handlers"][E]): void;
}

/** Listens to every event of a consumer for as long as the component is there. */
export interface UseListen<C extends AnyContract> {
  <Name extends keyof C["consumers"]>(
    socket: EventSocket<keyof C["consumers"][Name]> | Nothing,
    consumer: Consumer<Name, keyof C["consumers"][Name]>,
    handlers: C["consumers"][Name],
  ): void;
}

/** Is in a channel for as long as the component is there. */
export type UseChannel<Socket, Address> = (socket: Socket | Nothing, address: Address | Nothing) => Standing;

/** Who is there. */
export interface UsePresence<C extends AnyContract> {
  <
    On extends keyof C["payloads"],
    Off extends keyof C["payloads"],
    Key extends keyof C["payloads"][On] & keyof C["payloads"][Off],
  >(
    socket: EventSocket<NoInfer<On | Off>> | Nothing,
    plan: ComesAndGoes<C, On, Off, Key>,
  ): There<C["payloads"][On], Key>;
  <E extends keyof C["payloads"], Key extends keyof C["payloads"][E]>(
    socket: EventSocket<NoInfer<E>> | Nothing,
    plan: Changes<C, E, Key>,
  ): There<C["payloads"][E], Key>;
}
