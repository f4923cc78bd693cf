// Recovery: connections are cut at random while numbered stored events flow. What arrives is what was sent, once and in order, or
// the client is told that it is not.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";

import { recoverable } from "../../../generated/typescript/chatflow.js";
import { proxy } from "./proxy.js";
import { HUB, client, connected, control, random, soon, until, withClient } from "./support.js";

/** Cuts the connections of one client so many times while it listens, and holds what it heard against what was sent. */
async function cutAndListen({ seed, cuts, transports, room }) {
  const next = random(seed);
  const way = await proxy(HUB);
  const socket = client({ transports, auth: { extra: "kept" } }, way.address);
  const heard = [];
  const restarts = [];
  const recovery = recoverable(socket, { startOver: (channel) => restarts.push([channel, heard.length]) });
  const address = `room.${room}`;
  socket.on("connect", () => {
    // The hub joins what the client asks to recover; before it has a position it enters by itself.
    if (recovery.positions()[address] === undefined) socket.emit("enter", address);
  });
  socket.on("said", ({ n }) => heard.push(n));
  try {
    await until(() => recovery.positions()[address] !== undefined, "the first position");
    await control(`/begin?room=${room}`);
    for (let cut = 0; cut < cuts; cut += 1) {
      const before = heard.length;
      // Most cuts come at any moment, also in the middle of a recovery; some only after something was heard.
      if (next() < 0.3) await until(() => heard.length > before && socket.connected, "an event after the cut");
      await new Promise((resolve) => setTimeout(resolve, next() * 60));
      way.cut();
    }
    await control(`/end?room=${room}`);
    await until(() => heard.at(-1) === -1, () => `the last event (${heard.length} heard, ${restarts.length} restarts)`);
    heard.pop();
    assert.deepEqual(restarts, [], "nothing was lost, so nobody has to start over");
    heard.forEach((n, at) => assert.equal(n, at + 1, `event ${at + 1}`));
    return heard.length;
  } finally {
    socket.close();
    way.close();
  }
}

test("a thousand cuts over WebSocket lose nothing and repeat nothing", async () => {
  const clients = Array.from({ length: 25 }, (_, at) => ({ seed: at + 1, cuts: 40, transports: ["websocket"], room: `ws${at}` }));
  const counts = await Promise.all(clients.map(cutAndListen));
  assert.ok(counts.every((count) => count > 40), `${counts}`);
});

test("a hundred cuts over polling lose nothing and repeat nothing", async () => {
  const clients = Array.from({ length: 10 }, (_, at) => ({ seed: 100 + at, cuts: 10, transports: ["polling"], room: `poll${at}` }));
  await Promise.all(clients.map(cutAndListen));
});

test("a client that has been away hears what it missed before anything else", async () => {
  const socket = client();
  const heard = [];
  const recovered = [];
  const recovery = recoverable(socket, { recovered: (channel) => recovered.push(channel) });
  socket.on("said", ({ n }, position) => heard.push([n, position]));
  try {
    await connected(socket);
    await socket.timeout(10_000).emitWithAck("enter", "room.away");
    socket.disconnect();
    await withClient({}, async (other) => {
      for (let n = 1; n <= 300; n += 1) await other.timeout(10_000).emitWithAck("say", { room: "away", from: "b", n });
    });
    socket.connect();
    await until(() => heard.length === 300, "300 events");
    assert.deepEqual(heard.map(([n]) => n), Array.from({ length: 300 }, (_, at) => at + 1));
    // `*` is what goes to everybody.
    assert.deepEqual(recovered, ["*", "room.away"]);
    assert.match(heard[299][1], /^300\.[^@]+@room\.away$/);
    assert.equal(`${recovery.positions()["room.away"]}@room.away`, heard[299][1]);
  } finally {
    socket.close();
  }
});

test("what is gone is said to be gone", async () => {
  const socket = client();
  const restarts = [];
  recoverable(socket, { positions: { "room.lost": "7.nolog" }, startOver: (channel) => restarts.push(channel) });
  try {
    await connected(socket);
    await until(() => restarts.length === 1, "the word that the log is gone");
    assert.deepEqual(restarts, ["room.lost"]);
  } finally {
    socket.close();
  }
});

test("access is asked again on recovery", async () => {
  const socket = client();
  const left = soon(once(socket, "hub:left"), "the word that it may not enter");
  const recovery = recoverable(socket, { positions: { "cell.closed": "1.any" } });
  try {
    await connected(socket);
    assert.equal((await left)[0].channel, "cell.closed");
    assert.equal(recovery.positions()["cell.closed"], undefined);
  } finally {
    socket.close();
  }
});

test("a client without the helper does it in a few lines", async () => {
  const positions = {};
  const socket = client({ auth: (send) => send({ recover: positions }) });
  socket.onAny((event, ...args) => {
    const [, position, channel] = (args.length > 1 && /^(\d+\.[^@]+)@(.*)$/s.exec(args.at(-1))) || [];
    if (position) positions[channel] = position;
  });
  socket.on("hub:position", ({ channel, position }) => (positions[channel] = position));
  const heard = [];
  socket.on("said", ({ n }) => heard.push(n));
  try {
    await connected(socket);
    await socket.timeout(10_000).emitWithAck("enter", "room.own");
    await socket.timeout(10_000).emitWithAck("say", { room: "own", from: "a", n: 1 });
    socket.disconnect();
    await withClient({}, (other) => other.timeout(10_000).emitWithAck("say", { room: "own", from: "b", n: 2 }));
    socket.connect();
    await until(() => heard.length === 2, "what was missed");
    assert.deepEqual(heard, [1, 2]);
  } finally {
    socket.close();
  }
});

test("a client that is told when to come back comes then", async () => {
  const socket = client();
  const recovery = recoverable(socket);
  const usual = socket.io.reconnectionDelay();
  try {
    await connected(socket);
    const end = soon(once(socket, "disconnect"), "the end");
    socket.emit("send_me_away", { for_good: false, come_back: 15 });
    await end;
    assert.equal(socket.io.reconnectionDelay(), 15);
    await soon(once(socket, "connect"), "the next connection");
    assert.equal(socket.io.reconnectionDelay(), usual);
    // Refused for now: the library would not come back by itself.
    socket.disconnect();
    socket.listeners("connect_error").forEach((hear) => hear(Object.assign(new Error("full"), { data: { come_back: 1 } })));
    await soon(once(socket, "connect"), "the next connection");
    recovery.stop();
    assert.equal(socket.listeners("connect_error").length, 0);
  } finally {
    socket.close();
  }
});
