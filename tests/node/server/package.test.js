// The package's helpers against the reference server: joining what the contract lets a client join, coming back with what was
// missed, also out of an envelope, and the word that another version is served.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { io } from "socket.io-client";

import * as chatflow from "../../../generated/typescript/chatflow.js";
import * as hiwwer from "../../../generated/typescript/hiwwer.js";
import * as leads from "../../../generated/typescript/leads.js";
import * as mechamap from "../../../generated/typescript/mechamap.js";
import { PATIENCE, fresh, start } from "./support.js";

let server;
const sockets = [];

before(async () => {
  server = await start();
});

after(async () => {
  for (const socket of sockets) socket.close();
  await server?.stop();
});

const limits = { timeout: PATIENCE };

/** A socket of a system, which has not connected yet. */
function socketOf(system, token, options = {}) {
  const socket = io(`${server.base}/${system}`, { transports: ["websocket"], forceNew: true, autoConnect: false, reconnectionDelay: 5, auth: { token }, ...options });
  sockets.push(socket);
  return socket;
}

const connected = async (socket) => {
  const connecting = new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  socket.connect();
  await connecting;
  return socket;
};

test("who may, joins; who may not, is told so in the contract's own words", async () => {
  const user = fresh("usr");
  const market = await connected(socketOf("hiwwer", server.token({ user })));
  const { success, presence } = await hiwwer.join(market, hiwwer.channels.presence({ user_id: user }), limits);
  assert.deepEqual([success, presence.user_id], [true, user]);
  await hiwwer.leave(market, hiwwer.channels.presence({ user_id: user }), limits);
  await assert.rejects(hiwwer.join(market, hiwwer.channels.order({ order_id: "ord_none" }), limits), (error) => {
    assert.ok(error instanceof hiwwer.RefusedError);
    assert.deepEqual([error.event, error.answer.success], ["order.join", false]);
    return true;
  });
  const forum = await connected(socketOf("mechamap", server.token({ user: "7" })));
  assert.deepEqual(await mechamap.join(forum, mechamap.channels.marketplace(), limits), { success: true });
  await assert.rejects(mechamap.join(forum, mechamap.channels.user({ user_id: 8 }), limits), { name: "RefusedError", code: "Unauthorized" });
});

test("where the contract has no answer, the hub's refusal is heard all the same", async () => {
  const agent = await connected(socketOf("leads", server.token({ user: fresh("agent"), roles: ["agent"] })));
  const joining = leads.join(agent, leads.channels.room({ room_id: "no such room" }), limits);
  await assert.rejects(joining, { name: "RefusedError", event: "room:join", code: "denied" });
});

test("a wrong payload is refused with the field", async () => {
  const market = await connected(socketOf("hiwwer", server.token({ user: fresh("usr") })));
  await assert.rejects(hiwwer.request(market, "order.join", { order_id: 7 }, limits), { name: "RefusedError", code: "invalid_payload", field: "order_id" });
});

test("what was missed is heard once and in order, out of its envelope", async () => {
  const token = server.token({ user: "9", name: "Ada" });
  const must = async (at, body) => {
    const { status, body: made } = await server.post(server.at("mechamap", at), body, token);
    assert.ok(status < 300, `${at}: ${status} ${JSON.stringify(made)}`);
    return made;
  };
  const { id } = await must("/forums/5/threads", { title: "SolidWorks Tips" });
  const comment = (content) => must(`/threads/${id}/comments`, { content });
  const forum = socketOf("mechamap", token);
  const address = mechamap.channels.thread({ thread_id: id });
  const told = [];
  const recovery = mechamap.recoverable(forum, { recovered: (channel) => told.push(channel) });
  await connected(forum);
  await mechamap.join(forum, address, limits);
  const comments = mechamap.events(forum, "forum.comment.created");
  await comment("before");
  assert.equal((await comments.next()).value.comment.content, "before");
  assert.match(recovery.positions()[address], /^1\./);
  forum.disconnect();
  for (const content of ["first", "second"]) await comment(content);
  await connected(forum);
  const missed = [await comments.next(), await comments.next()].map(({ value }) => value.comment.content);
  assert.deepEqual(missed, ["first", "second"]);
  assert.ok(told.includes(address), `${told}`);
  await comments.return();
  recovery.stop();
});

test("a server of another version is told of, and wrong names are", async () => {
  const said = [];
  const visitor = socketOf("chatflow", server.token({ user: fresh("visitor") }), { auth: { token: server.token({ user: fresh("visitor") }), contract: "0000000000000000" } });
  const stop = chatflow.warnings(visitor, { warn: (text) => said.push(text) });
  const told = new Promise((resolve) => visitor.once("hub:contract", resolve));
  await connected(visitor);
  assert.deepEqual(await told, { version: chatflow.version, fingerprint: chatflow.fingerprint });
  visitor.on("conversation.new_message", () => {});
  visitor.on("message.nwe", () => {});
  visitor.on("message.new", () => {});
  visitor.emit("message.new", {});
  assert.deepEqual(said, [
    "chatflow: `conversation.new_message` is called `message.new`",
    "chatflow: nobody will hear what listens to this name, which the server never sends: `message.nwe`",
    "chatflow: clients send no event of this name: `message.new`",
  ]);
  stop();
  visitor.on("conversation.new_message", () => {});
  assert.equal(said.length, 3);
  assert.equal(Object.hasOwn(visitor, "on"), false);
});

test("who was built with this version hears nothing of it", async () => {
  const heard = [];
  const visitor = socketOf("chatflow", server.token({ user: fresh("visitor") }));
  chatflow.warnings(visitor, { warn: (text) => heard.push(text) });
  visitor.onAny((event) => heard.push(event));
  await connected(visitor);
  // The answer to an event of no contract comes after whatever was said on connecting.
  await new Promise((resolve) => visitor.emit("hub:nothing", {}, resolve));
  assert.deepEqual(heard.filter((event) => event.startsWith("hub:") || event.includes("version")), []);
});
