// Part of the package that `eventspec gen` writes: edits are overwritten.

import type { AnyContract } from "./helpers.js";

/** The payload of an event. */
type Of<C extends AnyContract, E extends keyof C["payloads"]> = C["payloads"][E];

/** By which events people come and go, and what tells them apart. */
export interface ComesAndGoes<C extends AnyContract, On extends keyof C["payloads"], Off extends keyof C["payloads"], Key> {
  /** Says that somebody is there. */
  readonly online: On;
  /** Says that somebody is there no longer. */
  readonly offline: Off;
  /** The field of both that says who. */
  readonly key: Key;
  /** Who is known to be there before the first event. */
  readonly initial?: readonly Of<C, On>[];
}

/** By which event people come and go, and what tells them apart. */
export interface Changes<C extends AnyContract, E extends keyof C["payloads"], Key> {
  /** Says how it is with somebody now. */
  readonly changed: E;
  /** Whether they are there, by that. */
  readonly present: (payload: Of<C, E>) => boolean;
  /** The field that says who. */
  readonly key: Key;
  /** Who is known to be there before the first event. */
  readonly initial?: readonly Of<C, E>[];
}

/** Who is there: the last that was said of each, by what tells them apart. */
export type There<Payload, Key> = ReadonlyMap<Key extends keyof Payload ? Payload[Key] : never, Payload>;
