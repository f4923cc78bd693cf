// What the tests of Socket.IO lean on: clients of the server that `HUB` names, and conditions to wait for.

import assert from "node:assert/strict";
import { once } from "node:events";

import { io } from "socket.io-client";

export { random } from "../random.js";

export const HUB = process.env.HUB;
assert.ok(HUB, "the test server's address, as in http://127.0.0.1:4000, is expected in HUB: `cargo test -p event-hub --test socketio` sets it");

/** Another server over the same database. */
export const NEXT_HUB = process.env.NEXT_HUB;

/** How long anything may take before a test says that it does not come. */
export const PATIENCE = 30_000;

export const TRANSPORTS = [["websocket"], ["polling"], ["polling", "websocket"]];

/** A client of `/rooms` that shares its connection with nobody. */
export function client(options = {}, address = HUB, namespace = "/rooms") {
  return io(address + namespace, { transports: ["websocket"], forceNew: true, reconnectionDelay: 5, reconnectionDelayMax: 20, ...options });
}

export async function connected(socket) {
  if (!socket.connected) await soon(once(socket, "connect"), "connect");
  return socket;
}

/** Runs a test with a client, which is closed whatever happens. */
export async function withClient(options, run) {
  const socket = client(options);
  try {
    return await run(await connected(socket));
  } finally {
    socket.close();
  }
}

/** A promise that is not waited for in vain. */
export async function soon(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come`)), PATIENCE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until a condition holds. */
export async function until(holds, what) {
  const end = Date.now() + PATIENCE;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${typeof what === "function" ? what() : what} did not come true`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Asks the test server itself. */
export async function control(path, address = HUB) {
  const answer = await fetch(address + path, { method: "POST" });
  assert.equal(answer.status, 200, await answer.text());
}
