// The hooks in real React, in strict mode, where every effect runs twice.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { Window } from "happy-dom";

import { FakeSocket, quiet } from "./fake.js";
import { copied } from "./installed.js";

const window = new Window();
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
// Newer versions of Node have one of their own.
globalThis.navigator ??= window.navigator;

const { StrictMode, act, createElement } = await import("react");
const { createRoot } = await import("react-dom/client");
const { renderToString } = await import("react-dom/server");

const installed = copied();
after(async () => {
  installed.clean();
  await window.happyDOM.close();
});

const chatflow = await installed.load("chatflow");
const hiwwer = await installed.load("hiwwer");
const { useEvent, useListen, usePresence, useChannel: useStanding } = await installed.load("chatflow/react");
const { useChannel } = await installed.load("hiwwer/react");

/** A component on a page of its own: `draw(props)` draws it, with what it gives each time in `drawn`. */
async function page(component, { strict = true } = {}) {
  const root = createRoot(document.createElement("div"));
  const drawn = [];
  const Component = (props) => {
    drawn.push(component(props));
    return null;
  };
  const draw = (props) => {
    const element = createElement(Component, props);
    return act(async () => root.render(strict ? createElement(StrictMode, null, element) : element));
  };
  return { draw, drawn, last: () => drawn.at(-1), end: () => act(async () => root.unmount()) };
}

test("`useEvent` calls the newest handler, and subscribes once", async () => {
  const socket = new FakeSocket();
  let subscribed = 0;
  const { on } = socket;
  socket.on = (...args) => {
    subscribed += 1;
    on.apply(socket, args);
  };
  const heard = [];
  const view = await page(({ name, from = socket }) => useEvent(from, "message.new", ({ text }) => heard.push(`${name}: ${text}`)), { strict: false });
  await view.draw({ name: "first" });
  socket.hear("message.new", { text: "a" });
  for (const name of ["second", "third"]) await view.draw({ name });
  socket.hear("message.new", { text: "b" });
  assert.deepEqual(heard, ["first: a", "third: b"]);
  assert.equal(subscribed, 1);
  await view.draw({ name: "nobody", from: null });
  assert.equal(socket.listeners, 0);
  await view.end();
});

test("an event is heard once in strict mode, and nothing is left behind", async () => {
  const socket = new FakeSocket();
  const heard = [];
  const view = await page(() => useEvent(socket, "message.new", ({ text }) => heard.push(text)));
  await view.draw();
  socket.hear("message.new", { text: "a" });
  assert.deepEqual(heard, ["a"]);
  await view.end();
  assert.equal(socket.listeners, 0);
});

test("`useListen` calls the newest handlers of a view", async () => {
  const socket = new FakeSocket();
  const heard = [];
  const view = await page(({ name }) =>
    useListen(socket, chatflow.inbox, {
      "message.new": ({ text }) => heard.push(`${name}: ${text}`),
      "message.read": ({ id }) => heard.push(`${name} read ${id}`),
      "conversation.assigned": () => {},
    }),
  );
  await view.draw({ name: "first" });
  await view.draw({ name: "second" });
  socket.hear("message.new", { text: "a" });
  socket.hear("message.read", { id: "msg_1" });
  assert.deepEqual(heard, ["second: a", "second read msg_1"]);
  await view.end();
  assert.equal(socket.listeners, 0);
});

test("`useChannel` joins once, tells how it stands, and leaves", async () => {
  const socket = new FakeSocket();
  socket.answers["order.join"] = { success: true };
  const view = await page(({ id }) => useChannel(socket, id && hiwwer.channels.order({ order_id: id })));
  await view.draw({ id: "a" });
  assert.deepEqual([view.drawn[0], view.last()], [{ state: "joining" }, { state: "joined" }]);
  assert.deepEqual(socket.sent, [["order.join", { order_id: "a" }]]);
  await view.draw({ id: "b" });
  assert.deepEqual(socket.sent.slice(1).sort(), [["order.join", { order_id: "b" }], ["order.leave", { order_id: "a" }]]);
  await view.draw({ id: null });
  assert.deepEqual(view.last(), { state: "idle" });
  await view.end();
  assert.deepEqual(socket.sent.slice(3), [["order.leave", { order_id: "b" }]]);
  assert.equal(socket.listeners, 0);
});

test("two components in one channel join and leave it together", async () => {
  const socket = new FakeSocket();
  socket.answers["order.join"] = { success: true };
  const address = hiwwer.channels.order({ order_id: "a" });
  const [one, two] = [await page(() => useChannel(socket, address)), await page(() => useChannel(socket, address))];
  await one.draw();
  await two.draw();
  assert.deepEqual([one.last().state, two.last().state], ["joined", "joined"]);
  await one.end();
  assert.equal(socket.sent.length, 1);
  await two.end();
  assert.deepEqual(socket.sent.map(([event]) => event), ["order.join", "order.leave"]);
});

test("`useChannel` says who is not let in, and who was put out", async () => {
  const socket = new FakeSocket();
  socket.answers["order.join"] = ({ order_id }) => (order_id === "own" ? { success: true } : { success: false, error: "forbidden" });
  const view = await page(({ id }) => useChannel(socket, hiwwer.channels.order({ order_id: id })));
  await view.draw({ id: "other" });
  assert.equal(view.last().state, "denied");
  assert.equal(view.last().error.code, "forbidden");
  await view.draw({ id: "own" });
  assert.equal(view.last().state, "joined");
  await act(async () => socket.hear("hub:left", { channel: "order.own", code: "denied" }));
  assert.equal(view.last().state, "denied");
  assert.equal(view.last().error.code, "denied");
  await view.end();
});

test("`useChannel` joins again after the connection was lost", async () => {
  const socket = new FakeSocket();
  socket.answers["order.join"] = { success: true };
  const view = await page(() => useChannel(socket, hiwwer.channels.order({ order_id: "a" })));
  await view.draw();
  await act(async () => socket.cut());
  assert.deepEqual(view.last(), { state: "joining" });
  await act(async () => socket.connect());
  assert.deepEqual(view.last(), { state: "joined" });
  assert.equal(socket.sent.length, 2);
  await view.end();
});

test("a socket that recovers is brought back by its server, which says how", async () => {
  const socket = new FakeSocket();
  Object.assign(socket, { auth: {}, io: { reconnectionDelay: () => 1 }, onAny: () => {}, offAny: () => {} });
  const recovery = chatflow.recoverable(socket, { positions: { "order.a": "12.k3f9" } });
  socket.answers["order.join"] = { success: true };
  socket.connected = false;
  const view = await page(() => useChannel(socket, hiwwer.channels.order({ order_id: "a" })));
  await view.draw();
  await act(async () => socket.connect());
  assert.deepEqual(view.last(), { state: "joining" });
  for (const [recovered, back] of [[true, "recovered"], [false, "start over"]]) {
    await act(async () => socket.hear("hub:position", { channel: "order.a", position: "13.k3f9", recovered }));
    assert.deepEqual(view.last(), { state: "joined", back });
  }
  assert.deepEqual(socket.sent, []);
  // What was left is not asked for again.
  assert.deepEqual(recovery.positions(), { "order.a": "13.k3f9" });
  await view.end();
  await quiet();
  assert.deepEqual(recovery.positions(), {});
  recovery.stop();
  assert.equal(socket.listeners, 0);
});

test("a channel that the server puts its clients in stands, too", async () => {
  const socket = new FakeSocket();
  const view = await page(() => useStanding(socket, chatflow.channels.agents()));
  await view.draw();
  assert.deepEqual(view.last(), { state: "joined" });
  await act(async () => socket.cut());
  assert.deepEqual(view.last(), { state: "joining" });
  await view.end();
  assert.deepEqual(socket.sent, []);
});

test("`usePresence` keeps account of who is there", async () => {
  const socket = new FakeSocket();
  const view = await page(() => usePresence(socket, { online: "agent.online", offline: "agent.offline", key: "agent_id" }));
  await view.draw();
  assert.equal(view.last().size, 0);
  await act(async () => {
    socket.hear("agent.online", { agent_id: "a", agent_name: "Ada" });
    socket.hear("agent.online", { agent_id: "b", agent_name: "Bob" });
    socket.hear("agent.offline", { agent_id: "a" });
    socket.hear("agent.offline", { agent_id: "unheard of" });
  });
  assert.deepEqual([...view.last()], [["b", { agent_id: "b", agent_name: "Bob" }]]);
  await act(async () => socket.cut());
  assert.equal(view.last().size, 0);
  await view.end();
  assert.equal(socket.listeners, 0);
});

test("on a server nothing is subscribed to", () => {
  const socket = new FakeSocket();
  const View = () => {
    useEvent(socket, "message.new", () => {});
    usePresence(socket, { online: "agent.online", offline: "agent.offline", key: "agent_id" });
    return useStanding(socket, chatflow.channels.agents()).state;
  };
  assert.equal(renderToString(createElement(View)), "idle");
  assert.equal(socket.listeners, 0);
});
