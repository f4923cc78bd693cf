// Order: what is sent first is handled first, and everybody hears the same.

import assert from "node:assert/strict";
import { test } from "node:test";

import { client, connected, until, withClient } from "./support.js";

for (const transports of [["websocket"], ["polling"]]) {
  test(`20,000 events of one client are handled in their order over ${transports[0]}`, async () => {
    await withClient({ transports }, async (socket) => {
      for (let n = 0; n < 20_000; n += 1) {
        socket.emit("whisper", { room: "order", from: "a", n });
        if (n % 2_000 === 1_999) {
          const tally = await socket.timeout(30_000).emitWithAck("tally", {});
          assert.deepEqual(tally, { heard: n + 1, inversions: 0 });
        }
      }
    });
  });
}

test("20,000 events of ten clients in one channel reach everybody in one order", async () => {
  const SENDERS = 10;
  const EACH = 2_000;
  const STEP = 100;
  const sockets = Array.from({ length: SENDERS }, (_, at) =>
    client({ transports: at % 3 === 2 ? ["polling"] : ["websocket"] }),
  );
  try {
    await Promise.all(sockets.map(connected));
    const heard = sockets.map(() => []);
    await Promise.all(
      sockets.map(async (socket, at) => {
        socket.on("whispered", ({ from, n }) => heard[at].push(`${from} ${n}`));
        await socket.timeout(30_000).emitWithAck("enter", "room.many");
      }),
    );
    await Promise.all(
      sockets.map(async (socket, at) => {
        for (let n = 0; n < EACH; n += STEP) {
          for (let m = n; m < n + STEP; m += 1) socket.emit("whisper", { room: "many", from: `${at}`, n: m });
          await socket.timeout(30_000).emitWithAck("tally", {});
        }
      }),
    );
    await until(() => heard.every((own) => own.length === SENDERS * EACH), () => `all events (${heard.map((own) => own.length)})`);
    for (const own of heard) assert.deepEqual(own, heard[0]);
    for (let at = 0; at < SENDERS; at += 1) {
      const own = heard[0].filter((line) => line.startsWith(`${at} `));
      assert.deepEqual(own, Array.from({ length: EACH }, (_, n) => `${at} ${n}`));
    }
  } finally {
    for (const socket of sockets) socket.close();
  }
});
