// The catalogues as the tests hold the server to them: read from `contracts/`, the payloads compiled to validators.
//
// Nothing of the generated code is used here, so that a mistake of the generator cannot excuse one of the server.

import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The systems, by their contracts' names. */
export const systems = readdirSync(path.join(root, "contracts")).sort();

/** What the hub itself says: as its documentation has it. */
const notices = {
  "hub:error": object(
    { code: { type: "string", pattern: "^[a-z_]+$" }, message: { type: "string" } },
    { event: { type: "string" }, field: { type: "string" }, retry_after: { type: "integer", minimum: 0 } },
  ),
  "hub:position": object(
    { channel: { type: "string" }, position: { type: "string", pattern: "^[0-9]+\\.[^@.]{1,32}$" } },
    { recovered: { type: "boolean" } },
  ),
  "hub:left": object({ channel: { type: "string" }, code: { type: "string" } }),
  "hub:dropped": object({ events: { type: "object", additionalProperties: { type: "integer", minimum: 1 } } }),
  "hub:expiring": object({ seconds: { type: "integer", minimum: 0 } }),
  "hub:closing": object(
    { code: { type: "integer" }, reason: { type: "string" } },
    { come_back: { type: "integer", minimum: 0 } },
  ),
  "hub:contract": object({ version: { type: "string" }, fingerprint: { type: "string", pattern: "^[0-9a-f]{16}$" } }),
  "hub:renewed": object({ seconds: { type: "integer", minimum: 0 } }),
  "hub:pong": object({}),
};

function object(required, optional = {}) {
  return {
    type: "object",
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  };
}

/** A catalogue, read: its channels and events, and what its server may say. */
export function contract(name) {
  const cached = contracts.get(name);
  if (cached) return cached;
  const read = new Contract(name);
  contracts.set(name, read);
  return read;
}

const contracts = new Map();

class Contract {
  constructor(name) {
    this.name = name;
    this.ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
    addFormats(this.ajv);
    const folder = path.join(root, "contracts", name);
    const documents = new Map();
    const load = (file) => {
      const document = opened(parse(readFileSync(file, "utf8")));
      documents.set(pathToFileURL(file).href, document);
      this.ajv.addSchema(document, pathToFileURL(file).href);
      for (const included of document.include ?? []) {
        const target = path.join(path.dirname(file), included);
        const files = statSync(target).isDirectory() ? readdirSync(target).map((each) => path.join(target, each)) : [target];
        files.forEach(load);
      }
    };
    load(path.join(folder, "catalogue.yaml"));

    this.channels = {};
    this.events = {};
    for (const [href, document] of documents) {
      this.envelope ??= document.envelope && { ...document.envelope, href };
      Object.assign(this.channels, document.channels);
      for (const [event, declared] of Object.entries(document.events ?? {})) {
        this.events[event] = { ...declared, href, pointer: `#/events/${event.replaceAll("~", "~0").replaceAll("/", "~1")}` };
      }
    }
    this.served = new Map();
    for (const [event, declared] of Object.entries(this.events)) {
      if (declared.direction === "client-to-server") continue;
      this.served.set(event, event);
      for (const alias of declared.aliases ?? []) if (alias.sunset) this.served.set(alias.name, event);
    }
    this.compiled = new Map();
  }

  /** What is wrong with the arguments of an event that the server sent; nothing where all is well. */
  problems(name, args) {
    if (name in notices) return this.check(`notice ${name}`, () => notices[name], args, 1);
    const event = this.served.get(name);
    if (!event) return [`\`${name}\` is no event that the server of ${this.name} sends`];
    const declared = this.events[event];
    if (declared.args) {
      return declared.args.flatMap((_, at) =>
        this.check(`${event} ${at}`, () => ref(declared, `/args/${at}/schema`), [args[at]], 1),
      );
    }
    if (!declared.payload) return args.length === 0 ? [] : [`\`${name}\` carries nothing, and has ${args.length} arguments`];
    return this.check(event, () => ref(declared, "/payload"), args, 1);
  }

  /** What is wrong with a whole frame in the envelope: name, payload and metadata. */
  envelopeProblems(frame) {
    const { name: nameKey, payload: payloadKey, channel, priority, error } = this.envelope;
    const name = frame?.[nameKey];
    if (typeof name !== "string") return [`no name under \`${nameKey}\``];
    const { [nameKey]: _, [payloadKey]: payload, ...rest } = frame;
    const { position, ...beside } = rest;
    if (position !== undefined && !/^[0-9]+\.[^@.]{1,32}@./.test(position)) return [`a strange position ${position}`];
    if (name in notices) return this.check(`notice ${name}`, () => notices[name], [payload], 1);
    const meta = { ...beside };
    for (const key of [channel, priority]) {
      if (key && key in meta && typeof meta[key] !== "string") return [`\`${key}\` is no string`];
      delete meta[key];
    }
    const problems = this.check("envelope", () => ({ $ref: `${this.envelope.href}#/envelope/meta` }), [meta], 1);
    if (error && meta[error] !== undefined && payload === undefined) return problems;
    return [...problems, ...this.problems(name, payload === undefined ? [] : [payload])];
  }

  /** What is wrong with an acknowledgement. A refusal in the hub's own words is one, too. */
  ackProblems(event, ack) {
    if (ack && typeof ack === "object" && "error" in ack && typeof ack.error === "object") {
      return this.check("notice hub:error", () => notices["hub:error"], [ack.error], 1);
    }
    const declared = this.events[event];
    if (!declared?.ack) return [`\`${event}\` is not acknowledged`];
    return this.check(`${event} ack`, () => ref(declared, "/ack/payload"), [ack], 1);
  }

  check(key, schema, args, expected) {
    if (args.length !== expected) return [`expected ${expected} arguments, found ${args.length}`];
    let validate = this.compiled.get(key);
    if (!validate) this.compiled.set(key, (validate = this.ajv.compile(schema())));
    if (validate(args[0])) return [];
    return validate.errors.map((error) => `${error.instancePath || "the payload"} ${error.message}`);
  }
}

function ref(declared, pointer) {
  return { $ref: `${declared.href}${encodeURI(declared.pointer + pointer)}` };
}

/** Readers keep the values of an open list that they do not know: so every string fits it. */
function opened(node) {
  if (Array.isArray(node)) return node.map(opened);
  if (node === null || typeof node !== "object") return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, opened(value)]));
  if (copy["x-open"] === true) delete copy.enum;
  return copy;
}
