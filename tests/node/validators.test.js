// The validators of the generated package: what they say, and who can use them.

import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";

import { every, list, map, maxLength, object, pattern, text } from "../../generated/typescript/internal/check.js";
import { describe, recursive, validator } from "../../generated/typescript/internal/validator.js";
import * as chatflow from "../../generated/typescript/chatflow/validators.js";
import * as mechamap from "../../generated/typescript/mechamap/validators.js";

const message = { id: "msg_123", conversation_id: "conv_456", sender: "visitor", text: "Hello!", timestamp: "2026-02-12T10:30:00Z" };

test("a value that keeps the contract is given back as it is", () => {
  const more = { ...message, more: [1] };
  assert.equal(chatflow.messageNewFromServer.validate(more).value, more);
  assert.ok(chatflow.MessageNew.is(message));
  assert.deepEqual([message, {}, null, [message]].filter(chatflow.MessageNew.is), [message]);
});

test("every problem is told, with the way to it", () => {
  const { issues } = chatflow.MessageNew.validate({ ...message, id: undefined, sender: "boss", text: 7, timestamp: "2026-02-30T10:30:00Z" });
  assert.deepEqual(issues, [
    { message: "is missing", path: ["id"] },
    { message: "must be one of `visitor`, `agent`", path: ["sender"] },
    { message: "must be a text, and this is the number 7", path: ["text"] },
    { message: "must be a date and time as in `2026-02-12T10:30:00Z`", path: ["timestamp"] },
  ]);
  assert.equal(chatflow.describe(issues.slice(0, 2)), "`id`: is missing\n`sender`: must be one of `visitor`, `agent`");
  for (const [value, words] of [[null, "null"], [[], "a list"], ["x", "a text"], [true, "true"], [undefined, undefined]]) {
    const expected = words === undefined ? "is missing" : `must be an object, and this is ${words}`;
    assert.deepEqual(chatflow.MessageNew.validate(value).issues, [{ message: expected, path: [] }]);
  }
});

test("keys of prototypes are no fields", () => {
  assert.equal(chatflow.MessageNew.is(Object.create(message)), true, "a value may come from a class");
  assert.deepEqual(chatflow.validate("constructor", {}).issues, [{ message: "`constructor` is no event that the server sends", path: [] }]);
  assert.deepEqual(chatflow.validate("conversation.new_message", message).issues?.length, 1);
  assert.equal(chatflow.validate("message.new", message).value, message);
});

test("each is a schema of Standard Schema", () => {
  for (const validator of [...Object.values(chatflow.fromServer), ...Object.values(mechamap.fromClient)]) {
    const standard = validator["~standard"];
    assert.equal(standard.version, 1);
    assert.equal(standard.vendor, "eventspec");
    assert.ok(standard.validate(Symbol("no JSON")).issues.length > 0);
  }
});

test("a guarded socket hands over what keeps the contract, and reports the rest once", () => {
  const socket = new EventEmitter();
  const [heard, breaches] = [[], []];
  const guarded = chatflow.validated(socket, ({ event, issues }) => breaches.push(`${event}: ${chatflow.describe(issues)}`));
  const listener = ({ id }) => heard.push(id);
  guarded.on("message.new", listener);
  guarded.once("message.new", ({ id }) => heard.push(`once ${id}`));
  const connected = () => heard.push("connect");
  guarded.on("connect", connected);
  guarded.on("connect", connected);
  guarded.off("connect", connected);
  const broken = { ...message, text: 7 };
  socket.emit("message.new", broken);
  assert.deepEqual(heard, []);
  assert.deepEqual(breaches, ["message.new: `text`: must be a text, and this is the number 7"]);
  socket.emit("message.new", message);
  socket.emit("message.new", { ...message, id: "msg_124" });
  socket.emit("connect");
  assert.deepEqual(heard, ["msg_123", "once msg_123", "msg_124", "connect"]);
  guarded.off("message.new", listener);
  assert.equal(socket.listenerCount("message.new"), 0);
  assert.equal(breaches.length, 1);
});

test("a guarded socket looks into envelopes", () => {
  const socket = new EventEmitter();
  const [heard, breaches] = [[], []];
  const guarded = mechamap.validated(socket, (breach) => breaches.push(breach.issues.map(({ path }) => path.join("."))));
  guarded.on("marketplace.stock.updated", (envelope) => heard.push(envelope.data.new_stock));
  socket.emit("marketplace.stock.updated", { data: { new_stock: "three" } });
  socket.emit("marketplace.stock.updated", null);
  assert.deepEqual(heard, []);
  assert.ok(breaches[0].includes("data.new_stock"), breaches[0].join(" "));
  assert.deepEqual(breaches[1], [""]);
});

test("what is hostile is refused, and nothing breaks", () => {
  const tree = recursive(() => object({ name: text }, { children: list(tree), next: tree }));
  const nested = (depth) => (depth === 0 ? { name: "leaf" } : { name: "branch", next: nested(depth - 1) });
  assert.ok(tree.is(nested(127)));
  assert.deepEqual(tree.validate(nested(128)).issues.map(({ message }) => message), ["nests too deep"]);
  let [lists, maps] = [{ name: "x" }, {}];
  for (let depth = 0; depth < 20_000; depth++) [lists, maps] = [{ name: "x", children: [lists] }, { maps }];
  assert.equal(tree.validate(lists).issues.length, 1);
  assert.equal(recursive(() => map(recursive(() => object({})))).is(maps), true);
  assert.ok(tree.is({ name: "after" }), "depth is counted anew");

  const numbers = validator(() => list(text));
  const { issues } = numbers.validate(Array.from({ length: 1_000 }, () => 7));
  assert.equal(issues.length, 32);
  assert.equal(describe(issues.slice(-1)), "`[31]`: must be a text, and this is the number 7");

  const slow = validator(() => every(text, maxLength(20), pattern(/^(a+)+$/u, "^(a+)+$")));
  assert.deepEqual(slow.validate(`${"a".repeat(60)}!`).issues, [{ message: "must have at most 20 characters", path: [] }]);

  const own = validator(() => object({ ["__proto__"]: text, constructor: text }, { toString: text }));
  assert.deepEqual(own.validate({}).issues.map(({ path }) => path), [["__proto__"], ["constructor"]]);
  assert.ok(own.is(JSON.parse('{ "__proto__": "a", "constructor": "b" }')));
  assert.ok(!own.is(JSON.parse('{ "__proto__": "a", "constructor": "b", "toString": 7 }')));
});
