// A server that stops sends its clients away in peace: they go on at the next one, and nothing is lost.

import assert from "node:assert/strict";
import { test } from "node:test";

import { recoverable } from "../../../generated/typescript/chatflow.js";
import { proxy } from "./proxy.js";
import { HUB, NEXT_HUB, client, connected, control, until } from "./support.js";

test("clients move from a server that stops to the next, and hear every event once", async () => {
  const way = await proxy(HUB);
  const options = [["websocket"], ["polling"], ["websocket"], ["polling", "websocket"], ["websocket"]];
  const clients = options.map((transports, at) => {
    const socket = client({ transports }, way.address);
    const own = { socket, transports, room: `moved${at}`, heard: [], told: [], restarts: [], acknowledged: [] };
    own.recovery = recoverable(socket, { startOver: (channel) => own.restarts.push(channel) });
    socket.on("said", ({ n }) => own.heard.push(n));
    socket.on("hub:closing", (notice) => own.told.push(notice));
    return own;
  });
  let speaking = true;
  try {
    for (const { socket, room } of clients) {
      await connected(socket);
      assert.deepEqual(await socket.timeout(10_000).emitWithAck("enter", `room.${room}`), { entered: true });
    }
    // Everybody speaks all the time, also while the server stops, and notes what was acknowledged.
    const speakers = clients.map(async ({ socket, room, acknowledged }) => {
      for (let n = 1; speaking; n += 1) {
        const answer = await socket.timeout(1_000).emitWithAck("say", { room, from: room, n }).catch(() => ({}));
        if (answer.n === n) acknowledged.push(n);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    });
    await until(() => clients.every(({ heard }) => heard.length > 20), "some events");
    way.lead(NEXT_HUB);
    await control("/stop");
    // Long-polling asks over a connection of its own each time, and may find the next server before it hears of it.
    const hears = ({ told, transports }) => told.length === 1 || transports[0] === "polling";
    await until(() => clients.every(hears), "the word that the server stops");
    const before = clients.map(({ acknowledged }) => acknowledged.length);
    await until(() => clients.every(({ acknowledged }, at) => acknowledged.length > before[at] + 20), "events at the next server");
    speaking = false;
    await Promise.all(speakers);
    for (const { told, restarts, acknowledged, heard, recovery, room } of clients) {
      for (const { code, come_back } of told) assert.deepEqual([code, typeof come_back], [4001, "number"]);
      assert.deepEqual(restarts, []);
      await until(() => acknowledged.every((n) => heard.includes(n)), "every event that was acknowledged");
      assert.deepEqual(heard, [...new Set(heard)].sort((a, b) => a - b), "once, and in order");
      assert.match(recovery.positions()[`room.${room}`], new RegExp(`^${heard.length}[.]`), "and nothing else was stored");
    }
  } finally {
    speaking = false;
    for (const { socket } of clients) socket.close();
    way.close();
  }
});
