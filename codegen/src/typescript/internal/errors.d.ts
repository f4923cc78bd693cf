// Part of the package that `eventspec gen` writes: edits are overwritten.

/** What was waited for did not come in time. */
export declare class TimeoutError extends Error {
  readonly name: "TimeoutError";
  /** The event. */
  readonly event: string;
  /** For how many milliseconds it was waited for. */
  readonly timeout: number;
}

/** The server did not do what a client asked for. */
export declare class RefusedError extends Error {
  readonly name: "RefusedError";
  /** The event that the client sent. */
  readonly event: string;
  /** The kind of refusal, as in `denied`, `rate_limited`, `invalid_payload`, or a code of the contract's own. */
  readonly code: string;
  /** The field that does not fit, as in `comment.user.name`. */
  readonly field?: string;
  /** After how many milliseconds to try again, where that can help. */
  readonly retryAfter?: number;
  /** What the server said, as it came. */
  readonly answer?: unknown;
}

/** The connection was lost before the answer came: whether the server did it is not known. */
export declare class DisconnectedError extends Error {
  readonly name: "DisconnectedError";
  /** The event that the client sent. */
  readonly event: string;
}

/** More events waited for their reader than there is room for. */
export declare class OverflowError extends Error {
  readonly name: "OverflowError";
  /** The event. */
  readonly event: string;
  /** For how many there is room. */
  readonly limit: number;
}
