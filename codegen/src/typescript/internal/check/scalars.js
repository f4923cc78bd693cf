// Part of the package that `eventspec gen` writes: edits are overwritten.

import { isDate, isTimestamp } from "./dates.js";
import { mustBe, mustBeOneOf, refuse } from "./refuse.js";

// A check takes a value, and where it stands: it says whether the value fits, and why not where somebody asks.

const aBoolean = /* @__PURE__ */ mustBe("a boolean");
const aNumber = /* @__PURE__ */ mustBe("a number");
const aText = /* @__PURE__ */ mustBe("a text");
const aWhole = /* @__PURE__ */ mustBe("a whole number of 64 bits");
const nothing = /* @__PURE__ */ mustBe("null");

/** Any value, if there is one. */
export const any = (value, at, key) => value !== undefined || refuse(value, at, key);

export const empty = (value, at, key) => value === null || refuse(value, at, key, nothing);

export const boolean = (value, at, key) => typeof value === "boolean" || refuse(value, at, key, aBoolean);

export const number = (value, at, key) => Number.isFinite(value) || refuse(value, at, key, aNumber);

/** A whole number of 64 bits, as near as a number of JavaScript tells. */
export const integer = (value, at, key) =>
  (Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63) || refuse(value, at, key, aWhole);

/** The same without a sign. */
export const unsigned = (value, at, key) =>
  (Number.isInteger(value) && value >= 0 && value <= 2 ** 64) ||
  refuse(value, at, key, Number.isInteger(value) && value < 0 ? "must be at least 0" : aWhole);

export const text = (value, at, key) => typeof value === "string" || refuse(value, at, key, aText);

export const timestamp = (value, at, key) =>
  (typeof value === "string" && isTimestamp(value)) ||
  refuse(value, at, key, "must be a date and time as in `2026-02-12T10:30:00Z`");

export const date = (value, at, key) =>
  (typeof value === "string" && value.length === 10 && isDate(value)) ||
  refuse(value, at, key, "must be a date as in `2026-02-12`");

/** One of a few texts or numbers. */
export const oneOf = (values) => {
  const words = mustBeOneOf(values);
  return (value, at, key) => values.includes(value) || refuse(value, at, key, words);
};

/** One value. */
export const constant = (only) => {
  const words = () => `must be ${JSON.stringify(only)}`;
  return (value, at, key) => value === only || refuse(value, at, key, words);
};

/** The value, or null. */
export const nullable = (check) => (value, at, key) => value === null || check(value, at, key);
