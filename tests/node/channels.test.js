// Addresses of channels are printed and parsed as the server does it.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as chatflow from "../../generated/typescript/chatflow.js";
import * as gochat from "../../generated/typescript/gochat.js";
import * as hiwwer from "../../generated/typescript/hiwwer.js";
import * as leads from "../../generated/typescript/leads.js";
import * as mechamap from "../../generated/typescript/mechamap.js";

const { conversation } = chatflow.channels;

const printed = [
  ["conv_456", "conversation.conv_456"],
  ["Az09_~@+=-", "conversation.Az09_~@+=-"],
  ["a.b", "conversation.a%2Eb"],
  ["*", "conversation.%2A"],
  ["a/b c", "conversation.a%2Fb%20c"],
  ["!'()", "conversation.%21%27%28%29"],
  ["%2E", "conversation.%252E"],
  ["їжак", "conversation.%D1%97%D0%B6%D0%B0%D0%BA"],
  ["🙂", "conversation.%F0%9F%99%82"],
  ["\u0000\n", "conversation.%00%0A"],
];

test("a parameter's text comes back as it was", () => {
  for (const [conversation_id, address] of printed) {
    assert.equal(conversation({ conversation_id }), address);
    assert.deepEqual(conversation.parse(address), { conversation_id });
  }
});

test("every printable character comes back as it was, and none prints like another", () => {
  const seen = new Set();
  for (let code = 1; code < 0x3000; code++) {
    const conversation_id = String.fromCodePoint(code);
    const address = conversation({ conversation_id });
    assert.deepEqual(conversation.parse(address), { conversation_id });
    assert.ok(!seen.has(address));
    seen.add(address);
  }
});

test("an address is read in the form that is printed, and in no other", () => {
  const others = ["conversation.", "conversation.a.b", "conversation.a b", "conversation.%2e", "conversation.%61",
    "conversation.%", "conversation.%FF", "xconversation.a", "conversation.a\n", "Conversation.a", "conversationxa"];
  for (const address of others) {
    assert.equal(conversation.parse(address), undefined, address);
    assert.equal(chatflow.parseChannel(address), undefined, address);
  }
});

test("what cannot be printed is refused", () => {
  assert.throws(() => conversation({ conversation_id: "" }), RangeError);
  assert.throws(() => conversation({ conversation_id: 5 }), /`conversation_id` of `conversation\.\{conversation_id\}`/);
  assert.throws(() => mechamap.channels.user({ user_id: 1.5 }), RangeError);
  assert.throws(() => mechamap.channels.user({ user_id: 2 ** 53 }), RangeError);
});

test("whole numbers are read in decimal", () => {
  const { user } = mechamap.channels;
  for (const user_id of [0, 7, -7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
    assert.equal(user({ user_id }), `user.${user_id}`);
    assert.deepEqual(user.parse(`user.${user_id}`), { user_id });
  }
  for (const text of ["07", "+7", "-0", "1e3", "0x10", "1%2E5", "9007199254740993", ""]) {
    assert.equal(user.parse(`user.${text}`), undefined, text);
  }
});

test("an address leads to its own channel", () => {
  assert.deepEqual(mechamap.parseChannel("user.7"), { channel: "user", params: { user_id: 7 } });
  assert.deepEqual(mechamap.parseChannel("user.7.orders"), { channel: "user_orders", params: { user_id: 7 } });
  assert.deepEqual(mechamap.parseChannel("marketplace.global"), { channel: "marketplace", params: {} });
  assert.deepEqual(chatflow.parseChannel("agents"), { channel: "agents", params: {} });
});

test("every channel of every contract reads what it prints", () => {
  for (const contract of [chatflow, gochat, hiwwer, leads, mechamap]) {
    for (const [channel, build] of Object.entries(contract.channels)) {
      const names = [...build.pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const attempt = (value) => Object.fromEntries(names.map((name) => [name, value]));
      const params = [7, "a.b"].map(attempt).find((params) => {
        try {
          return build(params) !== undefined;
        } catch {
          return false;
        }
      });
      assert.deepEqual(contract.parseChannel(build(params)), { channel, params });
    }
  }
});
