// Every tool: the module that it needs for some events, and how its validators are called.

import { ajv, ajvStandalone } from "./ajv.mjs";
import { valibot } from "./valibot.mjs";
import { zod, zodMini } from "./zod.mjs";

const words = (name) => name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
const camel = (name) => words(name).map((word, at) => (at === 0 ? word.toLowerCase() : word[0].toUpperCase() + word.slice(1))).join("");

/** Our own module is generated: it is only named here. */
const ours = ({ contract }, events) => {
  const exported = events.map(({ name, side }, at) => `${camel(name)}From${side === "server" ? "Server" : "Client"} as e${at}`);
  return `export { ${exported.join(", ")} } from "./${contract.name}/${contract.name}/validators.js";\n`;
};

/** How a validator of a module is asked: whether a value fits, with the reasons at hand where it does not. */
const standard = () => (schema, value) => schema.validate(value).issues === undefined;
const safeParse = () => (schema, value) => schema.safeParse(value).success;
const byFunction = () => (validate, value) => validate(value);

export const tools = {
  ours: { write: ours, call: standard },
  zod: { write: zod, call: safeParse },
  "zod/mini": { write: zodMini, call: safeParse },
  valibot: {
    write: valibot,
    call: (module) => (schema, value) => module.safeParse(schema, value).success,
    /** What a program calls beside the schemas. */
    besides: 'export { safeParse } from "valibot";\n',
  },
  ajv: { write: ajv, call: byFunction },
  "ajv standalone": { write: ajvStandalone, call: byFunction },
};
