// The hooks of React on the client of a plain WebSocket.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { Window } from "happy-dom";

import { copied } from "../installed.js";
import { World, settled } from "./world.js";

const window = new Window();
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
// Newer versions of Node have one of their own.
globalThis.navigator ??= window.navigator;

const { StrictMode, act, createElement, useSyncExternalStore } = await import("react");
const { createRoot } = await import("react-dom/client");

const installed = copied();
after(async () => {
  installed.clean();
  await window.happyDOM.close();
});

const { channels } = await installed.load("gochat");
const { connect } = await installed.load("gochat/client");
const { useChannel, useEvent } = await installed.load("gochat/react");

test("a conversation on a page: joined, cut off, recovered and left", async () => {
  const world = new World();
  const client = connect("https://chat.example", { WebSocket: world.WebSocket, world, token: "t" });
  const heard = [];
  let shown;
  const address = channels.conversation({ conversation_id: "1" });
  const Conversation = () => {
    const { kind } = useSyncExternalStore(client.onState, () => client.state);
    useEvent(client, "message.delete", ({ message_id }) => heard.push(message_id));
    shown = [kind, useChannel(client, address)];
    return null;
  };
  const root = createRoot(document.createElement("div"));
  const step = (does) => act(async () => {
    await does();
    await settled();
  });

  await step(() => root.render(createElement(StrictMode, null, createElement(Conversation))));
  assert.deepEqual(shown, ["connecting", { state: "joining" }]);

  await step(() => world.socket.greet());
  assert.deepEqual(world.socket.sent, [{ type: "conversation.join", data: { conversation_id: "1" } }]);
  await step(() => world.socket.say("hub:position", { channel: address, position: "3.e" }).say("conversation.joined", { conversation_id: "1", success: true }));
  assert.deepEqual(shown, ["open", { state: "joined" }]);

  await step(() => world.socket.end());
  assert.deepEqual(shown, ["waiting", { state: "joining" }]);
  await step(() => world.pass(1000));
  assert.equal(world.socket.url.searchParams.get("recover"), `{"${address}":"3.e"}`);
  await step(() =>
    world.socket
      .greet()
      .say("hub:position", { channel: address, position: "3.e", recovered: true })
      .say("message.delete", { conversation_id: "1", message_id: "missed" }, { position: `4.e@${address}` }),
  );
  assert.deepEqual(shown, ["open", { state: "joined", back: "recovered" }]);
  assert.deepEqual(heard, ["missed"]);
  assert.deepEqual(world.socket.sent, [], "it was brought back without joining");

  await step(() => root.unmount());
  assert.deepEqual(world.socket.sent, [{ type: "conversation.leave", data: { conversation_id: "1" } }]);
  assert.deepEqual(client.positions(), {});
  client.close();
});
