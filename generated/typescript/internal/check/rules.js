// Part of the package that `eventspec gen` writes: edits are overwritten.

import { counted, refuse } from "./refuse.js";

/** A value that passes a check, and keeps rules besides. The first that it breaks is told, and no later one is asked. */
export const every = (check, ...rules) => (value, at, key) => {
  if (!check(value, at, key)) return false;
  for (const rule of rules) if (!rule(value, at, key)) return false;
  return true;
};

const rule = (fits, words) => (value, at, key) => fits(value) || refuse(value, at, key, words);

/** The number of Unicode scalar values, as JSON Schema counts them. */
const length = (text) => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

// A character takes one or two units of a text, so that most texts need not be counted.

export const minLength = (least) =>
  rule(
    (text) => text.length >= 2 * least || (text.length >= least && length(text) >= least),
    () => `must have at least ${counted(least, "character")}`,
  );

export const maxLength = (most) =>
  rule(
    (text) => text.length <= most || (text.length <= 2 * most && length(text) <= most),
    () => `must have at most ${counted(most, "character")}`,
  );

/** `written` is the pattern as the schema has it. */
export const pattern = (regex, written) =>
  rule(
    (text) => regex.test(text),
    () => `must match ${written}`,
  );

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const uuid = (value, at, key) => UUID.test(value) || refuse(value, at, key, "must be a UUID");

export const minimum = (least) =>
  rule(
    (number) => number >= least,
    () => `must be at least ${least}`,
  );

export const maximum = (most) =>
  rule(
    (number) => number <= most,
    () => `must be at most ${most}`,
  );

export const above = (bound) =>
  rule(
    (number) => number > bound,
    () => `must be greater than ${bound}`,
  );

export const below = (bound) =>
  rule(
    (number) => number < bound,
    () => `must be less than ${bound}`,
  );

/** Rounding alone does not keep a fraction from being a multiple: 0.3 is one of 0.1. */
export const multipleOf = (step) =>
  rule(
    (number) => {
      if (Number.isInteger(number) && Number.isInteger(step)) return number % step === 0;
      const quotient = number / step;
      return Math.abs(quotient - Math.round(quotient)) <= Number.EPSILON * Math.max(1, Math.abs(quotient));
    },
    () => `must be a multiple of ${step}`,
  );

export const minItems = (least) =>
  rule(
    (items) => items.length >= least,
    () => `must have at least ${counted(least, "item")}`,
  );

export const maxItems = (most) =>
  rule(
    (items) => items.length <= most,
    () => `must have at most ${counted(most, "item")}`,
  );

export const minKeys = (least) =>
  rule(
    (object) => Object.keys(object).length >= least,
    () => `must have at least ${counted(least, "key")}`,
  );

export const maxKeys = (most) =>
  rule(
    (object) => Object.keys(object).length <= most,
    () => `must have at most ${counted(most, "key")}`,
  );
