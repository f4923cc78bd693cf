// What no well-meaning client sends: each has its answer, and nobody else notices.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";

import { soon, until, withClient } from "./support.js";

const LIMIT = 64 * 1024;
const said = { room: "hostile", from: "a", n: 1 };

/** What the hub says to an event. */
async function refusal(socket, event, ...args) {
  const told = soon(once(socket, "hub:error"), "the refusal");
  socket.emit(event, ...args);
  return (await told)[0];
}

for (const transports of [["websocket"], ["polling"]]) {
  const over = transports[0];

  test(`events that nobody knows and payloads that do not fit are answered over ${over}`, async () => {
    await withClient({ transports }, async (socket) => {
      assert.equal((await refusal(socket, "nonsense", {})).code, "unknown_event");
      const misfit = await refusal(socket, "whisper", { ...said, n: "one" });
      assert.deepEqual([misfit.code, misfit.event, misfit.field], ["invalid_payload", "whisper", "n"]);
      const missing = await socket.timeout(10_000).emitWithAck("say", { room: "hostile", n: 1 });
      assert.equal(missing.error.code, "invalid_payload");
      assert.match(missing.error.message, /from/);
      assert.equal((await refusal(socket, "said", said)).code, "wrong_direction");
      assert.equal((await socket.timeout(10_000).emitWithAck("nonsense", {})).error.code, "unknown_event");
    });
  });

  test(`bytes are refused over ${over}`, async () => {
    await withClient({ transports }, async (socket) => {
      assert.equal((await refusal(socket, "whisper", { ...said, text: Buffer.from("ab") })).code, "invalid_frame");
      const answer = await socket.timeout(10_000).emitWithAck("say", Buffer.from("ab"), [Buffer.from("cd")]);
      assert.equal(answer.error.code, "invalid_frame");
      assert.deepEqual(await socket.timeout(10_000).emitWithAck("say", said), { n: 1 });
    });
  });

  test(`deep JSON and many keys are answered over ${over}`, async () => {
    await withClient({ transports }, async (socket) => {
      const deep = { ...said, deep: JSON.parse("[".repeat(1_000) + "]".repeat(1_000)) };
      assert.match((await socket.timeout(10_000).emitWithAck("say", deep)).error.code, /^invalid_(payload|frame)$/);
      assert.match((await socket.timeout(10_000).emitWithAck("say", deep.deep)).error.code, /^invalid_(payload|frame)$/);
      const keys = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`, 0]));
      assert.deepEqual(await socket.timeout(10_000).emitWithAck("say", { ...said, ...keys }), { n: 1 });
    });
    await withClient({ transports, reconnection: false }, async (socket) => {
      const end = soon(once(socket, "disconnect"), "the end");
      socket.emit("say", Object.fromEntries(Array.from({ length: 1_000_000 }, (_, at) => [`k${at}`, 0])));
      await end;
    });
  });

  test(`the limit is exact over ${over}`, async () => {
    const event = (bytes) => {
      const empty = JSON.stringify(["say", { ...said, text: "" }]).length;
      return { ...said, text: "x".repeat(bytes - empty) };
    };
    await withClient({ transports }, async (socket) => {
      for (const bytes of [LIMIT - 1, LIMIT]) {
        assert.deepEqual(await socket.timeout(10_000).emitWithAck("say", event(bytes)), { n: 1 }, `${bytes}`);
      }
    });
    for (const bytes of [LIMIT + 1, LIMIT + 2_000]) {
      await withClient({ transports }, async (socket) => {
        const told = soon(once(socket, "hub:closing"), "the notice");
        const end = soon(once(socket, "disconnect"), "the end");
        socket.emit("say", event(bytes));
        assert.deepEqual((await told)[0], { code: 1009, reason: "message too big" });
        assert.equal((await end)[0], "io server disconnect");
      });
    }
  });

  test(`whoever floods is sent away, and may come back, over ${over}`, async () => {
    await withClient({ transports }, async (socket) => {
      const told = soon(once(socket, "hub:closing"), "the notice");
      socket.emit("stall", {});
      for (let n = 0; n < 100; n += 1) socket.emit("whisper", { ...said, n, text: "x".repeat(60_000) });
      assert.equal((await told)[0].code, 4004);
      await soon(once(socket, "connect"), "the next connection");
    });
  });
}

test("whoever does not read is sent away, and others are not held up", async () => {
  await withClient({}, async (reader) => {
    await withClient({}, async (sleeper) => {
      const room = "slow";
      await reader.timeout(10_000).emitWithAck("enter", `room.${room}`);
      await sleeper.timeout(10_000).emitWithAck("enter", `room.${room}`);
      const gone = soon(once(sleeper, "disconnect"), "the end");
      // Nothing is taken from the socket, so that the server's buffers fill.
      const tcp = sleeper.io.engine.transport.ws._socket;
      tcp.pause();
      let heard = 0;
      reader.on("whispered", () => (heard += 1));
      const total = 400;
      for (let n = 0; n < total; n += 1) {
        reader.emit("whisper", { room, from: "a", n, text: "x".repeat(50_000) });
        if (n % 10 === 9) await until(() => heard > n, "what the reader is sent");
      }
      assert.equal(heard, total);
      // It learns so once it reads again.
      const told = soon(once(sleeper, "hub:closing"), "the notice");
      tcp.resume();
      assert.equal((await told)[0].code, 4000);
      await gone;
    });
  });
});
