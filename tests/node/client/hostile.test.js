// A real connection to servers that are none of ours: what they send harms nothing, and the client goes on.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import { WebSocket, WebSocketServer } from "ws";

import { connect } from "../../../generated/typescript/gochat/client.js";
import { random } from "../random.js";
import { stateOf, until } from "./support.js";

let server;
let greet = () => {};
before(async () => {
  server = new WebSocketServer({ port: 0 });
  server.on("connection", (socket, request) => greet(socket, request));
  await once(server, "listening");
});
after(() => server.close());

/** A client of that server, which does what the test says with whoever connects. */
function begin(greeting, options = {}) {
  greet = greeting;
  const others = [];
  const client = connect(`http://localhost:${server.address().port}`, {
    WebSocket,
    token: "t",
    otherwise: (incoming) => others.push(incoming),
    reconnect: { delay: 5, step: 0, attempts: 3 },
    ...options,
  });
  return { client, others };
}

test("frames of bytes, of garbage and of any size are told, and the rest is heard", async () => {
  const chance = random(7);
  const heard = [];
  const { client, others } = begin((socket) => {
    socket.send("");
    socket.send(Buffer.from([0, 255, 1]));
    socket.send(JSON.stringify({ type: "connect", data: "x".repeat(3_000_000) }));
    for (let count = 0; count < 300; count += 1) {
      const bytes = Buffer.from(Array.from({ length: Math.floor(chance() * 60) }, () => 32 + Math.floor(chance() * 95)));
      socket.send(bytes.toString("latin1"));
    }
    socket.send("[".repeat(100_000));
    socket.send('{"type":"user.status","data":{"user_id":"1","online":true,"timestamp":""}}');
  }, { largest: 1_000_000 });
  client.on("connect", () => heard.push("connect")).on("user.status", ({ user_id }) => heard.push(user_id));
  try {
    await until("what is good", () => heard.length > 0);
    assert.deepEqual(heard, ["1"]);
    assert.equal(others.length, 304);
    assert.ok(others.every(({ kind }) => kind === "malformed"));
    assert.equal(client.state.kind, "open");
  } finally {
    client.close();
  }
});

test("a server that ends every connection is left after the tries that the policy has", async () => {
  let dials = 0;
  const { client } = begin((socket) => {
    dials += 1;
    socket.close(1011, "oops");
  });
  const { close } = await stateOf(client, "exhausted");
  assert.deepEqual(close, { code: 1011, reason: "oops" });
  assert.equal(dials, 4);
  // It can be told to try again.
  greet = (socket) => socket.send('{"type":"pong"}');
  client.reconnect();
  await stateOf(client, "open");
  client.close();
  assert.equal(client.state.kind, "closed");
});

test("a frame that no WebSocket may send ends the connection, and the next one is as good as any", async () => {
  let dials = 0;
  const { client } = begin((socket) => {
    dials += 1;
    // A reserved bit is set: the library below sees no WebSocket there.
    if (dials === 1) socket._socket.write(Buffer.from([0xf1, 1, 65]));
    else socket.send('{"type":"pong"}');
  });
  try {
    await stateOf(client, "open");
    assert.equal(dials, 2);
  } finally {
    client.close();
  }
});

test("what is no WebSocket at all is tried as often as the policy says", async () => {
  const web = createServer((socket) => socket.on("error", () => {}).end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno"));
  web.listen(0);
  await once(web, "listening");
  const { port } = web.address();
  const client = connect(`http://localhost:${port}`, { WebSocket, token: "t", reconnect: { delay: 5, step: 0, attempts: 2 } });
  try {
    assert.equal((await stateOf(client, "exhausted")).close.code, 1006);
  } finally {
    client.close();
    web.close();
  }
});
