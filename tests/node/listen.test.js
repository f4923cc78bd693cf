// `listen` over Socket.IO: with a real server and client, and with envelopes.

import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { Server } from "socket.io";
import { io } from "socket.io-client";

import * as chatflow from "../../generated/typescript/chatflow.js";
import * as mechamap from "../../generated/typescript/mechamap.js";

const message = { id: "msg_123", conversation_id: "conv_456", sender: "visitor", text: "Hello!", timestamp: "2026-02-12T10:30:00Z" };

test("a consumer hears its events from a real server until it stops", async () => {
  const http = createServer();
  const server = new Server(http);
  http.listen(0);
  await once(http, "listening");
  const connected = once(server, "connection");
  const socket = io(`http://localhost:${http.address().port}`, { transports: ["websocket"] });
  const [client] = await connected;
  try {
    const heard = [];
    const stop = chatflow.listen(socket, chatflow.inbox, {
      "message.new": (payload) => heard.push(payload),
      "message.read": () => {},
      "conversation.assigned": () => {},
    });
    client.emit("message.new", message);
    await once(socket, "message.new");
    assert.deepEqual(heard, [message]);
    stop();
    client.emit("message.new", message);
    await once(socket, "message.new");
    assert.equal(heard.length, 1);
  } finally {
    socket.close();
    await server.close();
  }
});

test("a handler gets the payload of an envelope, and the envelope", () => {
  const socket = new EventEmitter();
  const heard = [];
  const stop = mechamap.listen(socket, mechamap.productPage, {
    "marketplace.stock.updated": (...args) => heard.push(args),
    "marketplace.price.changed": () => {},
  });
  const envelope = { event: "marketplace.stock.updated", timestamp: "2026-02-12T10:30:00Z", data: { new_stock: 3 } };
  socket.emit("marketplace.stock.updated", envelope);
  assert.deepEqual(heard, [[envelope.data, envelope]]);
  stop();
  assert.deepEqual(socket.eventNames(), []);
});

test("a missing handler is told at once", () => {
  const socket = new EventEmitter();
  assert.throws(
    () => chatflow.listen(socket, chatflow.inbox, { "message.new": () => {} }),
    /consumer `inbox` needs a handler for `message\.read`/,
  );
  assert.deepEqual(socket.eventNames(), []);
});

test("the names of a contract are there at run time", () => {
  assert.ok(chatflow.serverEvents.includes("message.new"));
  assert.ok(!chatflow.serverEvents.includes("conversation.new_message"));
  assert.equal(chatflow.aliases["conversation.new_message"], "message.new");
  assert.match(chatflow.fingerprint, /^[0-9a-f]{16}$/);
});
