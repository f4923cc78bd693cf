// Part of the package that `eventspec gen` writes: edits are overwritten.

import type { DisconnectedError, RefusedError, TimeoutError } from "./errors.js";

/** How it stands with being in a channel. */
export type Standing =
  | {
      /** There is no socket, or no channel. */
      readonly state: "idle";
    }
  | {
      /** The server was asked, or the connection has to come first. */
      readonly state: "joining";
    }
  | {
      /** The client is in the channel. */
      readonly state: "joined";
      /** After the connection was lost: whether all that was missed has followed, or what is shown has to be loaded anew. */
      readonly back?: "recovered" | "start over";
    }
  | {
      /** The client is not let in, or was put out. */
      readonly state: "denied";
      /** Why. */
      readonly error: RefusedError | TimeoutError | DisconnectedError | TypeError;
    };
