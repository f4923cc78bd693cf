// Connecting, events and acknowledgements, over each transport.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";

import { HUB, TRANSPORTS, client, connected, control, soon, until, withClient } from "./support.js";

const said = (room, n, more = {}) => ({ room, from: "a", n, ...more });

for (const transports of TRANSPORTS) {
  const over = transports.join(", then ");

  test(`events and acknowledgements go both ways over ${over}`, async () => {
    await withClient({ transports }, async (socket) => {
      const room = `basics-${transports.join("-")}`;
      assert.deepEqual(await socket.timeout(10_000).emitWithAck("enter", `room.${room}`), { entered: true });
      const heard = [];
      socket.on("said", (...args) => heard.push(args));
      socket.on("whispered", (...args) => heard.push(args));
      assert.deepEqual(await socket.timeout(10_000).emitWithAck("say", said(room, 1)), { n: 1 });
      socket.emit("whisper", said(room, 2));
      await until(() => heard.length === 2, "two events");
      // Nobody asked for positions: the payload is the only argument.
      assert.deepEqual(heard, [[said(room, 1)], [said(room, 2)]]);
      await until(() => socket.io.engine.transport.name === transports.at(-1), "the upgrade");
      assert.deepEqual(await socket.timeout(10_000).emitWithAck("say", said(room, 3)), { n: 3 });
    });
  });

  test(`the server asks, and the client acknowledges, over ${over}`, async () => {
    await withClient({ transports }, async (socket) => {
      socket.on("asked", (question, answer) => answer({ answer: question.question + 1 }));
      const answer = await socket.timeout(10_000).emitWithAck("ask_me", { question: 41 });
      assert.deepEqual(answer, { answer: 42 });
    });
  });

  test(`a client that reads on is told when it is sent away, over ${over}`, async () => {
    await withClient({ transports }, async (socket) => {
      const notice = soon(once(socket, "hub:closing"), "the notice");
      const end = soon(once(socket, "disconnect"), "the end");
      socket.emit("send_me_away", { for_good: true });
      assert.equal((await notice)[0].code, 4101);
      // The library does not come back of itself.
      assert.equal((await end)[0], "io server disconnect");
      assert.equal(socket.active, false);
    });
    await withClient({ transports }, async (socket) => {
      const notice = soon(once(socket, "hub:closing"), "the notice");
      const again = soon(new Promise((resolve) => socket.io.once("reconnect", resolve)), "the next connection");
      socket.emit("send_me_away", { for_good: false });
      const [{ code, come_back }] = await notice;
      assert.deepEqual({ code, come_back }, { code: 4000, come_back: 0 });
      await again;
      await connected(socket);
      assert.deepEqual(await socket.timeout(10_000).emitWithAck("enter", "room.back"), { entered: true });
    });
  });
}

test("a namespace that is not served is refused in the words of Node's server", async () => {
  const socket = client({}, HUB, "/nowhere");
  try {
    const [error] = await soon(once(socket, "connect_error"), "the refusal");
    assert.equal(error.message, "Invalid namespace");
  } finally {
    socket.close();
  }
});

test("a client that may not connect is told why, with the code", async () => {
  const socket = client({ auth: { token: "no.token.this" } });
  try {
    const [error] = await soon(once(socket, "connect_error"), "the refusal");
    assert.deepEqual(error.data, { code: 4100, reason: "token not valid" });
    assert.equal(error.message, "token not valid");
  } finally {
    socket.close();
  }
});

test("two namespaces share a connection, and one ends without the other", async () => {
  const rooms = client({ forceNew: false });
  const more = rooms.io.socket("/more");
  more.connect();
  try {
    await Promise.all([connected(rooms), connected(more)]);
    assert.notEqual(rooms.id, more.id);
    assert.deepEqual(await more.timeout(10_000).emitWithAck("enter", "room.both"), { entered: true });
    const end = soon(once(more, "disconnect"), "the end");
    more.emit("send_me_away", { for_good: true });
    await end;
    assert.deepEqual(await rooms.timeout(10_000).emitWithAck("enter", "room.both"), { entered: true });
    more.connect();
    await connected(more);
    more.disconnect();
    more.connect();
    await connected(more);
    assert.deepEqual(await more.timeout(10_000).emitWithAck("enter", "room.both"), { entered: true });
  } finally {
    rooms.close();
    more.close();
  }
});

test("whoever leaves is gone at once", async () => {
  await withClient({}, async (socket) => {
    await socket.timeout(10_000).emitWithAck("enter", "room.gone");
  });
  await control("/expect?connections=0");
});
