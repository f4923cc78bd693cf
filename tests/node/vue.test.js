// The composables in real Vue. No page is needed: they live in a scope.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { createSSRApp, effectScope, nextTick, ref } from "vue";
import { renderToString } from "vue/server-renderer";

import { FakeSocket, quiet } from "./fake.js";
import { copied } from "./installed.js";

const installed = copied();
after(installed.clean);

const chatflow = await installed.load("chatflow");
const hiwwer = await installed.load("hiwwer");
const inChatflow = await installed.load("chatflow/vue");
const inHiwwer = await installed.load("hiwwer/vue");

/** Runs composables in a scope; ends it whatever happens. */
async function within(run) {
  const scope = effectScope();
  try {
    await scope.run(run);
  } finally {
    scope.stop();
  }
  await quiet();
}

test("`useEvent` listens to what its refs name, for as long as the scope is there", async () => {
  const [one, two] = [new FakeSocket(), new FakeSocket()];
  const heard = [];
  await within(async () => {
    const socket = ref();
    inChatflow.useEvent(socket, "message.new", ({ text }) => heard.push(text));
    one.hear("message.new", { text: "too early" });
    for (const [now, text] of [[one, "a"], [two, "b"]]) {
      socket.value = now;
      await nextTick();
      now.hear("message.new", { text });
    }
    one.hear("message.new", { text: "too late" });
  });
  assert.deepEqual(heard, ["a", "b"]);
  assert.equal(one.listeners + two.listeners, 0);
});

test("`useListen` listens to every event of a view", async () => {
  const socket = new FakeSocket();
  const heard = [];
  await within(async () => {
    inChatflow.useListen(socket, chatflow.widget, { "message.new": ({ text }) => heard.push(text) });
    await nextTick();
    socket.hear("message.new", { text: "a" });
  });
  assert.deepEqual(heard, ["a"]);
  assert.equal(socket.listeners, 0);
});

test("`useChannel` joins what its getter names, and leaves it", async () => {
  const socket = new FakeSocket();
  socket.answers["order.join"] = ({ order_id }) => (order_id === "c" ? { success: false, error: "forbidden" } : { success: true });
  await within(async () => {
    const id = ref("a");
    const standing = inHiwwer.useChannel(socket, () => id.value && hiwwer.channels.order({ order_id: id.value }));
    await quiet();
    assert.deepEqual(standing.value, { state: "joined" });
    id.value = "c";
    await quiet();
    assert.equal(standing.value.state, "denied");
    id.value = "";
    await quiet();
    assert.deepEqual(standing.value, { state: "idle" });
  });
  assert.deepEqual(socket.sent, [["order.join", { order_id: "a" }], ["order.join", { order_id: "c" }], ["order.leave", { order_id: "a" }]]);
  assert.equal(socket.listeners, 0);
});

test("`usePresence` keeps account by one event or by two", async () => {
  const socket = new FakeSocket();
  await within(async () => {
    const agents = inChatflow.usePresence(socket, { online: "agent.online", offline: "agent.offline", key: "agent_id" });
    const users = inHiwwer.usePresence(socket, {
      changed: "user.presence_changed",
      key: "user_id",
      present: ({ status }) => status === "online",
      initial: [{ user_id: "first", status: "online" }],
    });
    await nextTick();
    socket.hear("agent.online", { agent_id: "a" });
    socket.hear("user.presence_changed", { user_id: "u", status: "online" });
    assert.deepEqual([[...agents.value.keys()], [...users.value.keys()]], [["a"], ["first", "u"]]);
    socket.hear("agent.offline", { agent_id: "a" });
    socket.hear("user.presence_changed", { user_id: "u", status: "offline" });
    assert.deepEqual([[...agents.value.keys()], [...users.value.keys()]], [[], ["first"]]);
  });
  assert.equal(socket.listeners, 0);
});

test("on a server nothing is subscribed to", async () => {
  const socket = new FakeSocket();
  const app = createSSRApp({
    setup() {
      inChatflow.useEvent(socket, "message.new", () => {});
      const standing = inChatflow.useChannel(socket, chatflow.channels.agents());
      return () => standing.value.state;
    },
  });
  assert.equal(await renderToString(app), "idle");
  assert.equal(socket.listeners, 0);
});
