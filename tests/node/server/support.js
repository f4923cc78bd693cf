// What the end-to-end tests of the server lean on: the built server on a free port with a database of its own, tokens, and the
// real clients. Every frame that a client receives is held to the catalogue; one that does not fit fails the test.
//
//   suites(({ flow }) => flow("a message is told", async ({ server, connect }) => {
//     const agent = await connect("chatflow", server.token({ user: "agent_1", roles: ["agent"] }));
//     ...
//     const message = await agent.next("message.new", (message) => message.text === "Hello!");
//   }));
//
// runs once on every database and over every transport.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";

import pg from "pg";
import { io } from "socket.io-client";
import { WebSocket } from "ws";

import { contract, root } from "./contracts.js";

/** How long to wait for what must come. */
export const PATIENCE = 15_000;

/** The databases: SQLite always, PostgreSQL where `HUB_TEST_POSTGRES` names a server, as `cargo xtask test` does. */
export const databases = process.env.HUB_TEST_POSTGRES ? ["sqlite", "postgres"] : ["sqlite"];

/** How a Socket.IO client can connect. */
export const transports = ["websocket", "polling"];

const executable = process.platform === "win32" ? "reference-server.exe" : "reference-server";
export const binary = process.env.HUB_TEST_SERVER ?? path.join(root, process.env.CARGO_TARGET_DIR ?? "target", "debug", executable);

/** What stands before each server of this process, and the only flows that are run then: see `../tail/flows.test.js`. */
let front;
export const through = (made) => {
  front = made;
};

/** A new id for somebody, so that tests that share a server do not meet. */
export const fresh = (prefix) => `${prefix}_${randomBytes(6).toString("hex")}`;

/**
 * Tests that run on every database, and over every transport of Socket.IO: `run({ server, connect, transport, t })`. The server
 * of a database is shared by all tests of the file.
 */
export function suites(define, options = {}) {
  for (const database of databases) {
    describe(`on ${database}`, () => {
      let server;
      before(async () => {
        server = await start({ database, ...options });
      });
      after(() => server?.stop());
      const flow = (transport) => (name, run) => {
        if (front !== undefined && !front.only.includes(name)) return;
        test(`${name}${transport ? `, over ${transport}` : ""}`, { timeout: 120_000 }, async (t) => {
          const clients = [];
          const connect = async (system, token, options = {}) => {
            const client = await server.connect(system, token, { transport: transport ?? "websocket", ...options });
            clients.push(client);
            return client;
          };
          try {
            await run({ server, connect, transport, t });
          } finally {
            for (const client of clients) client.close();
          }
          for (const client of clients) client.check();
        });
      };
      define({ once: flow(undefined), flow: (name, run) => transports.forEach((transport) => flow(transport)(name, run)) });
    });
  }
}

/** Starts the built server on a free port. */
export async function start({ database = "sqlite", args = [], env = {}, data, url } = {}) {
  if (!existsSync(binary)) {
    throw new Error(`${binary} is not there: run \`cargo build -p reference-server\`, or \`cargo xtask test\``);
  }
  const own = data === undefined;
  const folder = data ?? mkdtempSync(path.join(tmpdir(), "reference-server-"));
  const made = database === "postgres" && url === undefined ? await makeDatabase() : undefined;
  const place = url ?? made?.url;
  const flags = ["serve", "--listen", "127.0.0.1:0", "--data", folder, "--drain", "2s", ...(place ? ["--database", place] : []), ...args];
  const child = spawn(binary, flags, { cwd: folder, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const log = [];
  createInterface({ input: child.stderr }).on("line", (line) => log.push(line));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const base = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /^listening on (http:\S+)$/.exec(line);
      if (found) resolve(found[1]);
    });
    exited.then((code) => reject(new Error(`the server ended with ${code}:\n${log.join("\n")}`)));
  });
  const fronted = await front?.open(base, args);
  return new Server({
    child,
    exited,
    base: fronted?.base ?? base,
    fronted,
    folder,
    own,
    made,
    log,
    alone: args.includes("--system"),
  });
}

export class Server {
  constructor(parts) {
    Object.assign(this, parts);
    this.clients = new Set();
  }

  /** A token that the server takes. */
  token({ user, roles = [], name, lasting = "1h" }) {
    const flags = ["token", "--data", this.folder, "--user", user, "--for", lasting];
    for (const role of roles) flags.push("--role", role);
    if (name) flags.push("--name", name);
    const made = spawnSync(binary, flags, { cwd: this.folder, encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
    return made.stdout.trim();
  }

  /** Makes a request; the body is JSON unless it is a string or bytes. */
  async request(method, at, { token, body, headers = {} } = {}) {
    const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
    const response = await fetch(this.base + at, {
      method,
      headers: {
        ...(body === undefined || "content-type" in headers ? {} : { "content-type": "application/json" }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: raw ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get("content-type") ?? "");
    if (response.status >= 400) {
      assert.equal(response.headers.get("content-type"), "application/problem+json", text);
    }
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  }

  get = (at, token) => this.request("GET", at, { token });
  post = (at, body, token) => this.request("POST", at, { body, token });
  patch = (at, body, token) => this.request("PATCH", at, { body, token });
  delete = (at, token) => this.request("DELETE", at, { token });

  /** The path of a system's request. */
  at(system, request) {
    return this.alone ? request : `/${system}${request}`;
  }

  /** Connects the real Socket.IO client. Rejects where the server refuses. `auth` goes beside the token. */
  async connect(system, token, { transport = "websocket", auth = {}, headers, reconnection = false } = {}) {
    const socket = io(this.alone ? this.base : `${this.base}/${system}`, {
      transports: [transport],
      forceNew: true,
      reconnection,
      auth: { ...auth, ...(token ? { token } : {}) },
      ...(headers ? { extraHeaders: headers } : {}),
    });
    const client = new Client(system, socket);
    this.clients.add(client);
    try {
      await within(`connecting to ${system}`, (resolve, reject) => {
        socket.once("connect", resolve);
        socket.once("connect_error", reject);
      });
    } catch (error) {
      client.close();
      error.said = client.frames;
      throw error;
    }
    return client;
  }

  /** Connects a plain WebSocket. */
  async plain(system, at, { headers } = {}) {
    const socket = new WebSocket(this.base.replace(/^http/, "ws") + at, { headers });
    const client = new PlainClient(system, socket);
    this.clients.add(client);
    await within(`connecting to ${at}`, (resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return client;
  }

  /** Stops it as an operator would, and takes away what it left. Every frame of every client has to have fitted. */
  async stop() {
    for (const client of this.clients) client.close();
    this.child.kill("SIGTERM");
    await this.exited;
    await this.clean();
    await this.fronted?.close();
    // What the server found worth a word is shown, and is no failure of itself.
    if (this.log.length > 0) console.error(this.log.slice(-200).join("\n"));
    for (const client of this.clients) client.check();
  }

  /** Stops it as a power cut would. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.exited;
    await this.fronted?.close();
  }

  async clean() {
    if (this.own) rmSync(this.folder, { recursive: true, force: true });
    await this.made?.drop();
  }
}

/** What every client has: the frames that came, in their order, and what was wrong with them. */
class Frames {
  constructor(system) {
    this.contract = contract(system);
    this.frames = [];
    this.wrong = [];
    this.waiting = new Set();
  }

  came(name, payload, extra, problems) {
    for (const problem of problems) this.wrong.push(`${name}: ${problem}: ${JSON.stringify(payload)}`);
    this.frames.push({ name, payload, ...extra, taken: false });
    for (const look of this.waiting) look();
  }

  /** The payload of the oldest frame of a name that was not taken yet and fits; waits for it. */
  async next(name, fits = () => true) {
    const frame = await this.nextFrame(name, fits);
    return frame.payload;
  }

  async nextFrame(name, fits = () => true) {
    let look;
    try {
      return await within(`\`${name}\``, (resolve) => {
        look = () => {
          const frame = this.frames.find((frame) => !frame.taken && frame.name === name && fits(frame.payload, frame));
          if (!frame) return;
          frame.taken = true;
          // Frames of one packet come within one turn: the next of them is for who asks next.
          this.waiting.delete(look);
          resolve(frame);
        };
        this.waiting.add(look);
        look();
      });
    } catch (error) {
      const came = this.frames.map((frame) => `${frame.taken ? " " : "*"} ${frame.name} ${JSON.stringify(frame.payload)}`);
      error.message += `; what came:\n${came.slice(-30).join("\n")}`;
      throw error;
    } finally {
      this.waiting.delete(look);
      this.check();
    }
  }

  /** The payloads of all frames of a name that came so far. */
  all(name, fits = () => true) {
    return this.frames.filter((frame) => frame.name === name && fits(frame.payload)).map((frame) => frame.payload);
  }

  /** Fails where a frame did not fit the catalogue. */
  check() {
    assert.deepEqual(this.wrong, [], `a frame does not fit the catalogue of ${this.contract.name}`);
  }
}

class Client extends Frames {
  constructor(system, socket) {
    super(system);
    this.socket = socket;
    const wrapped = this.contract.envelope;
    socket.onAny((name, ...args) => {
      const position = this.positions && typeof args.at(-1) === "string" && /^[0-9]+\..+@/.test(args.at(-1)) ? args.pop() : undefined;
      if (wrapped && !name.startsWith("hub:")) {
        const problems = args.length === 1 ? this.contract.envelopeProblems(args[0]) : [`${args.length} arguments`];
        if (args[0]?.[wrapped.name] !== name) problems.push(`the envelope says \`${args[0]?.[wrapped.name]}\``);
        this.came(name, args[0]?.[wrapped.payload], { frame: args[0], position }, problems);
      } else {
        this.came(name, args[0], { position }, this.contract.problems(name, args));
      }
    });
  }

  /** Whether it asked for recovery: then stored events come with their positions. */
  get positions() {
    return this.socket.auth?.recover !== undefined;
  }

  send(name, ...args) {
    this.socket.emit(name, ...args);
  }

  /** Sends an event, and gives its acknowledgement. */
  async ask(name, ...args) {
    const ack = await within(`the acknowledgement of \`${name}\``, (resolve) => this.socket.emit(name, ...args, resolve));
    assert.deepEqual(this.contract.ackProblems(name, ack), [], `${name}: ${JSON.stringify(ack)}`);
    return ack;
  }

  /** Returns when everything that was sent to this client at once before has come: frames leave in their order. */
  async settled() {
    await within("an answer", (resolve) => this.socket.emit("is-anybody-there", {}, resolve));
  }

  close() {
    this.socket.disconnect();
  }
}

class PlainClient extends Frames {
  constructor(system, socket) {
    super(system);
    this.socket = socket;
    const { name, payload } = this.contract.envelope;
    socket.on("message", (data) => {
      const frame = JSON.parse(data.toString());
      this.came(frame[name], frame[payload], { frame, position: frame.position }, this.contract.envelopeProblems(frame));
    });
    this.closed = new Promise((resolve) => socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() })));
  }

  send(type, data, meta = {}) {
    const { name, payload } = this.contract.envelope;
    this.socket.send(JSON.stringify({ [name]: type, ...(data === undefined ? {} : { [payload]: data }), ...meta }));
  }

  close() {
    this.socket.close();
  }
}

/** Waits for what must come, with a generous bound. */
export function within(what, begin, patience = PATIENCE) {
  return new Promise((resolve, reject) => {
    const bound = setTimeout(() => reject(new Error(`${what} did not come within ${patience / 1000} s`)), patience);
    const done = (end) => (value) => {
      clearTimeout(bound);
      end(value);
    };
    begin(done(resolve), done(reject));
  });
}

/** Asks again and again until the answer is not undefined. */
export async function until(what, ask, patience = PATIENCE) {
  const bound = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > bound) throw new Error(`${what} did not come within ${patience / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function makeDatabase() {
  const server = process.env.HUB_TEST_POSTGRES;
  const name = `test_${randomBytes(8).toString("hex")}`;
  await statement(server, `CREATE DATABASE ${name}`);
  const [base, query] = server.split("?");
  const url = `${base.slice(0, base.lastIndexOf("/"))}/${name}${query ? `?${query}` : ""}`;
  return { url, drop: () => statement(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function statement(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
