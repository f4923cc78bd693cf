// Part of the package that `eventspec gen` writes: edits are overwritten.

import { refuse } from "./check/refuse.js";

/**
 * What a program validates with. The check is made when it is first needed, so that validators may refer to each other in any
 * order, and cost a program that does not use them nothing.
 */
export const validator = (make) => {
  let made;
  return standing((value, at, key) => (made ??= make())(value, at, key));
};

/** How deep a type may hold itself: the stack of calls has an end, and so have the readers of other languages. */
const DEEPEST = 128;
let depth = 0;

/** The same for a type that may hold itself. */
export const recursive = (make) => {
  let made;
  return standing((value, at, key) => {
    if (depth === DEEPEST) return refuse(value, at, key, "nests too deep");
    depth++;
    try {
      return (made ??= make())(value, at, key);
    } finally {
      depth--;
    }
  });
};

/** A check that other checks use, with what programs use. Whether a value fits is asked first: only then why not. */
const standing = (check) => {
  const validate = (value) => {
    if (check(value)) return { value };
    const problems = [];
    check(value, { problems });
    return { issues: problems };
  };
  return Object.assign(check, {
    is: (value) => check(value),
    validate,
    "~standard": { version: 1, vendor: "eventspec", validate },
  });
};

/** Validates what came in under a name. */
export const validateEvent = (validators, event, payload) =>
  Object.hasOwn(validators, event)
    ? validators[event].validate(payload)
    : { issues: [{ message: `\`${event}\` is no event that the server sends`, path: [] }] };

/** Problems as people read them, one a line: `` `author.name`: must have at most 20 characters ``. */
export const describe = (issues) =>
  issues.map(({ message, path = [] }) => (path.length === 0 ? message : `\`${steps(path)}\`: ${message}`)).join("\n");

const steps = (path) =>
  path.map((step, at) => (typeof step === "number" ? `[${step}]` : at === 0 ? String(step) : `.${String(step)}`)).join("");
