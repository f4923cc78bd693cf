// Part of the package that `eventspec gen` writes: edits are overwritten.

import { counted, inside, mustBe, mustBeOneOf, refuse } from "./refuse.js";

const aList = /* @__PURE__ */ mustBe("a list");
const anObject = /* @__PURE__ */ mustBe("an object");

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A key that is not an object's own is not there, whatever its prototype has. */
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** No value fits: for keys that an object does not know, and refuses. */
export const refused = (_, at, key) => refuse(null, at, key, "is a field that is not known here");

/** An object with the fields that it must have, those that it may have, and a check of all others where there is one. */
export const object = (required, optional = {}, rest) => {
  const keys = [...Object.keys(required), ...Object.keys(optional)];
  const checks = [...Object.values(required), ...Object.values(optional)];
  const needed = keys.length - Object.keys(optional).length;
  const known = new Set(keys);
  // Only these names are found on objects that do not have them.
  const isInherited = keys.some((key) => key in Object.prototype);

  return (value, at, key) => {
    if (!isObject(value)) return refuse(value, at, key, anObject);
    const inner = inside(at, key);
    let fits = true;
    for (let index = 0; index < keys.length; index++) {
      const name = keys[index];
      const part = isInherited ? own(value, name) : value[name];
      if ((part !== undefined || index < needed) && !checks[index](part, inner, name)) {
        if (at === undefined) return false;
        fits = false;
      }
    }
    return (rest === undefined || others(value, known, rest, inner)) && fits;
  };
};

const others = (value, known, rest, at) => {
  let fits = true;
  for (const name of Object.keys(value)) {
    if (!known?.has(name) && !rest(value[name], at, name)) {
      if (at === undefined) return false;
      fits = false;
    }
  }
  return fits;
};

/** An object whose keys are data. */
export const map = (values) => (value, at, key) =>
  isObject(value) ? others(value, undefined, values, inside(at, key)) : refuse(value, at, key, anObject);

/** A list of items of one kind. */
export const list = (items) => (value, at, key) => {
  if (!Array.isArray(value)) return refuse(value, at, key, aList);
  const inner = inside(at, key);
  let fits = true;
  for (let index = 0; index < value.length; index++) {
    if (!items(value[index], inner, index)) {
      if (at === undefined) return false;
      fits = false;
    }
  }
  return fits;
};

/** A list of so many items, each of its own kind. */
export const tuple = (...items) => {
  const words = () => `must have ${counted(items.length, "item")}`;
  return (value, at, key) => {
    if (!Array.isArray(value)) return refuse(value, at, key, aList);
    const inner = inside(at, key);
    let fits = value.length === items.length || refuse(value, at, key, words);
    for (let index = 0; index < items.length && index < value.length; index++) {
      fits = items[index](value[index], inner, index) && fits;
    }
    return fits;
  };
};

/** An object of one of several shapes, which the text under a key tells. */
export const tagged = (tag, shapes) => {
  const words = mustBeOneOf(Object.keys(shapes));
  return (value, at, key) => {
    if (!isObject(value)) return refuse(value, at, key, anObject);
    const name = own(value, tag);
    if (typeof name === "string" && Object.hasOwn(shapes, name)) return shapes[name](value, at, key);
    return refuse(name, inside(at, key), tag, words);
  };
};

const KINDS = { string: "a text", integer: "a whole number", number: "a number", boolean: "a boolean", array: "a list", object: "an object" };

/** A value of one of several shapes, which its type of JSON tells. */
export const byType = (shapes) => {
  const words = mustBe(Object.keys(shapes).map((type) => KINDS[type]).join(" or "));
  return (value, at, key) => {
    const type = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
    const shape = (Number.isInteger(value) && shapes.integer) || (type in KINDS && shapes[type]);
    return shape ? shape(value, at, key) : refuse(value, at, key, words);
  };
};
