// The validators that the tests of the server lean on: every example of every catalogue fits, and what does not is told.

import assert from "node:assert/strict";
import { test } from "node:test";

import { contract, systems } from "./contracts.js";

for (const name of systems) {
  test(`the examples of ${name} fit`, () => {
    const { events } = contract(name);
    let tried = 0;
    for (const [event, declared] of Object.entries(events)) {
      if (declared.direction === "client-to-server") continue;
      const examples = declared.examples ?? [];
      const values = Array.isArray(examples) ? examples : Object.values(examples).map((example) => example.value);
      for (const value of values) {
        tried += 1;
        assert.deepEqual(contract(name).problems(event, declared.args ? value : [value]), [], event);
      }
    }
    assert.ok(tried > 0);
  });
}

test("what does not fit is told", () => {
  const chatflow = contract("chatflow");
  const message = { id: "msg_1", conversation_id: "conv_1", sender: "visitor", text: "Hi", timestamp: "2026-02-12T10:30:00Z" };
  assert.deepEqual(chatflow.problems("message.new", [message]), []);
  assert.match(chatflow.problems("message.new", [{ ...message, sender: "robot" }]).join(), /sender/);
  assert.match(chatflow.problems("message.new", [{ ...message, timestamp: "today" }]).join(), /timestamp/);
  assert.match(chatflow.problems("message.new", [message, "12.a@x"]).join(), /arguments/);
  assert.match(chatflow.problems("conversation.new_message", [message]).join(), /no event/);
  assert.match(chatflow.problems("hub:error", [{ code: "denied" }]).join(), /message/);
});
