// Part of the package that `eventspec gen` writes: edits are overwritten.

/** What was waited for did not come in time. */
export class TimeoutError extends Error {
  constructor(event, timeout) {
    super(`\`${event}\` was waited for in vain: ${timeout} ms`);
    this.name = "TimeoutError";
    this.event = event;
    this.timeout = timeout;
  }
}

/** The server did not do what a client asked for. */
export class RefusedError extends Error {
  constructor(event, { code = "refused", message, field, retry_after: retryAfter }, answer) {
    super(`\`${event}\` was refused: ${field === undefined ? "" : `\`${field}\`: `}${message ?? code}`);
    this.name = "RefusedError";
    Object.assign(this, { event, code, field, retryAfter, answer });
  }
}

/** The connection was lost before the answer came: whether the server did it is not known. */
export class DisconnectedError extends Error {
  constructor(event) {
    super(`the connection was lost before \`${event}\` was answered`);
    this.name = "DisconnectedError";
    this.event = event;
  }
}

/** More events waited for their reader than there is room for. */
export class OverflowError extends Error {
  constructor(event, limit) {
    super(`\`${event}\`: ${limit} events wait for their reader, and one more came`);
    this.name = "OverflowError";
    this.event = event;
    this.limit = limit;
  }
}
