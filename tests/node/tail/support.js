// The command `eventspec tail`, run as its users do: its lines are read as JSON.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

import { root } from "../server/contracts.js";
import { PATIENCE } from "../server/support.js";

const executable = process.platform === "win32" ? "eventspec.exe" : "eventspec";
export const eventspec =
  process.env.EVENTSPEC_TEST_COMMAND ?? path.join(root, process.env.CARGO_TARGET_DIR ?? "target", "debug", executable);

/** Starts `eventspec tail` in the root of the repository, whose catalogues it knows. */
export function tail(...args) {
  if (!existsSync(eventspec)) {
    throw new Error(`${eventspec} is not there: run \`cargo build -p eventspec\`, or \`cargo xtask test\``);
  }
  // Whatever goes wrong in a test, it ends.
  const child = spawn(eventspec, ["tail", ...args, "--format", "json", "--for", "2m"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  return new Tail(child);
}

/** Runs `eventspec tail` to its end, for people to read. */
export async function read(...args) {
  const child = spawn(eventspec, ["tail", ...args, "--for", "2m"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) child[stream].on("data", (data) => (said[stream] += data));
  const [status] = await once(child, "close");
  return { status, ...said };
}

class Tail {
  constructor(child) {
    this.child = child;
    this.lines = [];
    this.waiting = new Set();
    this.stderr = "";
    child.stderr.on("data", (data) => {
      this.stderr += data;
    });
    const reader = createInterface({ input: child.stdout });
    reader.on("line", (line) => {
      this.lines.push(JSON.parse(line));
      this.waiting.forEach((look) => look());
    });
    this.exited = Promise.all([once(child, "exit"), once(reader, "close")]).then(([[code]]) => {
      this.code = code;
      this.waiting.forEach((look) => look(code));
      return code;
    });
  }

  /** The first line that fits, as soon as there is one. */
  next(what, fits) {
    return new Promise((resolve, reject) => {
      const end = (settle, value) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        settle(value);
      };
      const said = () => `\n${this.lines.map((line) => JSON.stringify(line)).join("\n")}\n${this.stderr}`;
      const timer = setTimeout(() => end(reject, new Error(`${what}: nothing came${said()}`)), PATIENCE);
      const look = (code) => {
        const found = this.lines.find(fits);
        if (found) end(resolve, found);
        else if (code !== undefined) end(reject, new Error(`${what}: it ended with ${code}${said()}`));
      };
      this.waiting.add(look);
      // Its last lines may come after its end.
      look(this.code);
    });
  }

  /** Where it listens. */
  async address() {
    return (await this.next("listening", (line) => line.kind === "listening")).address;
  }

  /** The events that were seen. */
  events(fits = () => true) {
    return this.lines.filter((line) => line.kind === "event" && fits(line));
  }

  get summary() {
    return this.lines.find((line) => line.kind === "summary");
  }

  /** Stops it as a person does, and gives its exit code. */
  async stop() {
    this.child.kill("SIGINT");
    return this.exited;
  }
}
