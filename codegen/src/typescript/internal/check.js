// Part of the package that `eventspec gen` writes: edits are overwritten.

// What validators are made of. A program bundles what its own validators use.
export { byType, list, map, object, refused, tagged, tuple } from "./check/containers.js";
export {
  above,
  below,
  every,
  maxItems,
  maxKeys,
  maxLength,
  maximum,
  minItems,
  minKeys,
  minLength,
  minimum,
  multipleOf,
  pattern,
  uuid,
} from "./check/rules.js";
export { any, boolean, constant, date, empty, integer, nullable, number, oneOf, text, timestamp, unsigned } from "./check/scalars.js";
export { unique } from "./check/unique.js";
