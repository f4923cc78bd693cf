// The same schemas for ajv: compiled where they are used, and written out as functions beforehand.

import Ajv from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";

/** Only what validates: words for people would be carried along. */
const bare = (value) => {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const words = ["description", "deprecated", "default", "examples", "x-values", "x-format", "x-tag"];
  const isWord = ([key, inner]) => words.includes(key) && (typeof inner !== "object" || key !== "description");
  return Object.fromEntries(Object.entries(value).filter((entry) => !isWord(entry)).map(([key, inner]) => [key, bare(inner)]));
};

/** The schema of an event, with the definitions under a name of their own. */
const apart = (schema) => JSON.parse(JSON.stringify(bare(schema)).replaceAll('"#/definitions/', '"types#/definitions/'));

/** A module that compiles its schemas, which takes `new Function`. */
export const ajv = ({ definitions }, events) => {
  const types = JSON.stringify({ $id: "types", definitions: bare(definitions) });
  const compiled = events.map(({ schema }, at) => `export const e${at} = /* @__PURE__ */ ajv.compile(${JSON.stringify(apart(schema))});\n`);
  return (
    'import Ajv from "ajv";\nimport addFormats from "ajv-formats";\nconst ajv = new Ajv({ strict: false });\naddFormats(ajv);\n' +
    `ajv.addSchema(${types});\n${compiled.join("")}`
  );
};

/** A module of functions: ajv's standalone code. */
export const ajvStandalone = ({ definitions }, events) => {
  const instance = new Ajv({ strict: false, code: { source: true, esm: true } });
  addFormats(instance);
  instance.addSchema({ $id: "types", definitions: bare(definitions) });
  const names = {};
  events.forEach(({ schema }, at) => {
    names[`e${at}`] = `event-${at}`;
    instance.addSchema({ ...apart(schema), $id: `event-${at}` });
  });
  return standalone(instance, names);
};
