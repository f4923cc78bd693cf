// Part of the package that `eventspec gen` writes: edits are overwritten.

/** Something wrong with a value. */
export interface Issue {
  /** What, in words: `must have at most 20 characters`. */
  readonly message: string;
  /** Where: the keys that lead there, the outermost first. None for the value as a whole. */
  readonly path: readonly (string | number)[];
}

/** What validating gives: the value, as it was, or what is wrong with it (32 problems at most). */
export type Result<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly value?: undefined; readonly issues: readonly Issue[] };

/**
 * Holds values to the contract. It is a schema of Standard Schema, version 1 (https://standardschema.dev), which forms, routers
 * and remote calls take, whoever made it.
 */
export interface Validator<T> {
  /** Whether a value keeps the contract. */
  readonly is: (value: unknown) => value is T;
  /** The value, or what is wrong with it. */
  readonly validate: (value: unknown) => Result<T>;
  /** What Standard Schema asks for. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "eventspec";
    readonly validate: (value: unknown) => { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly Issue[] };
    readonly types?: { readonly input: T; readonly output: T } | undefined;
  };
}

/** Validates what came in under a name. A name that the contract does not have is a problem itself. */
export interface Validate<Validators> {
  <E extends keyof Validators>(event: E, payload: unknown): Validators[E] extends Validator<infer T> ? Result<T> : never;
  (event: string, payload: unknown): Result<unknown>;
}

/** An event that breaks the contract. */
export interface Breach<Event = string> {
  readonly event: Event;
  readonly issues: readonly Issue[];
  /** What a listener would have got. */
  readonly args: readonly unknown[];
}

/** Puts a guard before the listeners of a socket, and gives the socket with it. */
export interface Validated<Event> {
  <Socket extends object>(socket: Socket, report?: (breach: Breach<Event>) => void): Socket;
}

/** Problems as people read them, one a line: `` `author.name`: must have at most 20 characters ``. */
export declare function describe(issues: readonly Issue[]): string;
