// Part of the package that `eventspec gen` writes: edits are overwritten.

export { ask } from "./ask.js";
export { events } from "./events.js";
export { join, leave } from "./join.js";
export { listen } from "./listen.js";
export { on, once } from "./on.js";
export { request } from "./request.js";
export { waitFor } from "./wait.js";
export { warnings } from "./warnings.js";
