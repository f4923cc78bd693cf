// Part of the package that `eventspec gen` writes: edits are overwritten.

/** So many problems of a value are told, and no more. */
const MOST = 32;

/**
 * The place of a value whose parts are checked next. There is none while somebody only asks whether the value fits: then
 * nothing is made, and the first problem is the end.
 */
export const inside = (at, key) => at && { problems: at.problems, up: at, key };

/** Says no, and notes why where somebody asks. `words` are a text, or make one of the value. */
export const refuse = (value, at, key, words) => {
  if (at !== undefined && at.problems.length < MOST) {
    const message = value === undefined ? "is missing" : typeof words === "string" ? words : words(value);
    at.problems.push({ message, path: path(at, key) });
  }
  return false;
};

const path = (at, key) => {
  const steps = [];
  for (; key !== undefined; key = at.key, at = at.up) steps.unshift(key);
  return steps;
};

/** What is said of a value of the wrong kind. */
export const mustBe = (wanted) => (value) => `must be ${wanted}, and this is ${kind(value)}`;

const kind = (value) => {
  if (typeof value === "string") return "a text";
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean" || value === null) return `${value}`;
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "an object";
  return `a ${typeof value}`;
};

/** `1 item`, `2 items` */
export const counted = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"}`;

/** What is said of a value that is none of a few. */
export const mustBeOneOf = (values) => () =>
  `must be one of ${values.map((value) => (typeof value === "string" ? `\`${value}\`` : value)).join(", ")}`;
