// Frames of a plain WebSocket.

import assert from "node:assert/strict";
import { test } from "node:test";

import { chat, chatList, frame, listen, parseFrame, serverEvents } from "../../generated/typescript/gochat.js";

test("a frame is written with its name first", () => {
  const typing = { conversation_id: "conv-id-456", is_typing: true };
  assert.equal(
    frame("message.typing", typing),
    '{"type":"message.typing","data":{"conversation_id":"conv-id-456","is_typing":true}}',
  );
  assert.equal(frame("ping"), '{"type":"ping"}');
  const timestamp = "2026-02-12T10:30:00Z";
  assert.equal(frame("ping", { timestamp }), `{"type":"ping","timestamp":"${timestamp}"}`);
});

test("a frame is told by its name", () => {
  for (const type of serverEvents) {
    assert.deepEqual(parseFrame(JSON.stringify({ type })), { kind: "event", frame: { type } });
  }
  const newer = { type: "message.pinned", data: { id: 1 } };
  assert.deepEqual(parseFrame(JSON.stringify(newer)), { kind: "unknown", frame: newer });
  const failed = { type: "conversation.join", success: false, error: { code: "not_a_member" } };
  assert.deepEqual(parseFrame(JSON.stringify(failed)), { kind: "error", frame: failed });
});

test("what is no frame is kept as it came", () => {
  for (const data of ["", "{", "null", "[]", "5", '"pong"', "{}", '{"type":5}', '{"__proto__":{"type":"pong"}}', new Uint8Array(2)]) {
    assert.deepEqual(parseFrame(data), { kind: "malformed", data });
  }
  assert.equal(parseFrame('{"type":"constructor"}').kind, "unknown");
});

test("a consumer hears its events, and the rest goes to `otherwise`", () => {
  const socket = new EventTarget();
  const receive = (data) => socket.dispatchEvent(new MessageEvent("message", { data }));
  const heard = [];
  const handler = (name) => (payload, meta) => heard.push([name, payload, meta.timestamp]);
  const stop = listen(
    socket,
    chatList,
    {
      "conversation.list": handler("conversation.list"),
      "conversation.create": handler("conversation.create"),
      "message.receive": handler("message.receive"),
    },
    (incoming) => heard.push(incoming.kind),
  );
  receive('{"type":"message.receive","data":{"conversation_id":"c"},"timestamp":"2026-02-12T10:30:00Z"}');
  receive('{"type":"pong"}');
  receive('{"type":"message.pinned"}');
  receive("?");
  assert.deepEqual(heard, [
    ["message.receive", { conversation_id: "c" }, "2026-02-12T10:30:00Z"],
    "event",
    "unknown",
    "malformed",
  ]);
  stop();
  receive('{"type":"pong"}');
  assert.equal(heard.length, 4);
});

test("a failure reaches the handler of its event, and any other goes to `otherwise`", () => {
  const socket = new EventTarget();
  const receive = (frame) => socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  const heard = [];
  const handlers = Object.fromEntries(chat.listens.map((name) => [name, (...args) => heard.push([name, ...args])]));
  listen(socket, chat, handlers, (incoming) => heard.push(incoming));

  const error = { code: "rate_limited", message: "m" };
  const failed = { type: "error", success: false, error };
  receive(failed);
  assert.deepEqual(heard.splice(0), [["error", failed]]);

  const partial = { type: "conversation.list", success: false, data: [], error };
  receive(partial);
  assert.deepEqual(heard.splice(0), [["conversation.list", [], partial]]);

  for (const frame of [
    { type: "conversation.list", success: false, error },
    { type: "conversation.list", success: false, data: null, error },
    { type: "conversation.joined", success: false, error },
    { type: "message.pinned", success: false, error },
  ]) {
    receive(frame);
    assert.deepEqual(heard.splice(0), [{ kind: "error", frame }]);
  }
});
