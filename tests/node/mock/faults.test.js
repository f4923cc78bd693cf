// What goes wrong on demand: slow networks, cuts, refusals, lost events; set at the start or while it runs.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { io } from "socket.io-client";

import { until, within } from "../server/support.js";
import { mock } from "./support.js";

describe("a mock whose faults are switched", () => {
  let server;
  before(async () => {
    server = await mock({ systems: ["chatflow"], args: ["--quiet"] });
  });
  after(() => server?.stop());

  for (const transport of ["websocket", "polling"]) {
    test(`a connection is cut, and comes back with what it missed, over ${transport}`, { timeout: 60_000 }, async () => {
      const auth = { token: "ada", recover: {} };
      const socket = io(server.base, { transports: [transport], forceNew: true, auth, reconnectionDelay: 50, reconnectionDelayMax: 100 });
      try {
        const positions = {};
        const heard = [];
        socket.on("hub:position", ({ channel, position }) => (positions[channel] = position));
        socket.on("message.new", (payload) => heard.push(payload.text));
        await within("the connection", (resolve) => socket.once("connect", resolve));
        await until("a position", () => positions["conversation.conv_456"]);
        const lost = within("the cut", (resolve) => socket.once("disconnect", resolve));
        socket.auth = { ...auth, recover: positions };
        await server.cut();
        assert.match(await lost, /transport|ping/);
        await server.send({ event: "message.new", payload: { text: "missed" }, to: "conversation.conv_456" });
        await until("what was missed", () => heard.includes("missed") || undefined);
      } finally {
        socket.disconnect();
      }
    });
  }

  test("a slow network delays both ways", { timeout: 60_000 }, async () => {
    const client = await server.connect("chatflow", "ada");
    assert.deepEqual((await server.faults({ latency: "300ms" })).latency, "300ms");
    const begun = performance.now();
    client.send("visitor.typing", { conversation_id: "conv_456" });
    await client.next("hub:error");
    const elapsed = performance.now() - begun;
    await server.faults({ latency: null });
    // A lower bound alone: it cannot be too late.
    assert.ok(elapsed >= 590, `${elapsed} ms`);
    client.close();
  });

  test("refusals on demand", { timeout: 60_000 }, async () => {
    const client = await server.connect("chatflow", "ada");
    await server.faults({ errors: 1 });
    client.send("visitor.typing", { conversation_id: "conv_456", is_typing: true });
    assert.equal((await client.next("hub:error")).event, "visitor.typing");
    assert.ok((await server.post("/messages", { conversation_id: "conv_456", text: "x" })).status >= 400);
    await server.faults({ errors: 0 });
    assert.equal((await server.post("/messages", { conversation_id: "conv_456", text: "x" })).status, 201);
    client.close();
  });

  test("transient events are lost, stored ones are not", { timeout: 60_000 }, async () => {
    const client = await server.connect("chatflow", "ada");
    await server.faults({ drop: 1 });
    await server.send({ event: "agent.typing", payload: { conversation_id: "conv_456" } });
    await server.send({ event: "message.new", payload: { text: "kept" }, to: "conversation.conv_456" });
    await client.next("message.new", ({ text }) => text === "kept");
    assert.deepEqual(client.all("agent.typing"), []);
    await server.faults({ drop: 0 });
    client.close();
  });

  test("what is asked for wrongly is told", { timeout: 60_000 }, async () => {
    const detail = async (at, body) => {
      const { status, body: problem } = await server.post(at, body);
      assert.equal(status, 422);
      return problem.detail;
    };
    assert.match(await detail("/mock/faults", { latency: "quick" }), /`latency`: expected a duration/);
    assert.match(await detail("/mock/faults", { lag: "1s" }), /`lag`: expected one of `latency`/);
    assert.match(await detail("/mock/send", { event: "mesage.new" }), /did you mean `message\.new`/);
    assert.match(await detail("/mock/send", { event: "message.new", payload: { text: 7 } }), /`payload\.text` must be a text/);
  });
});

test("connections are cut again and again", { timeout: 60_000 }, async () => {
  const server = await mock({ systems: ["gochat"], args: ["--quiet", "--cut-every", "3s"] });
  try {
    const client = await server.plain("gochat", "/ws/user?token=ada");
    assert.equal((await client.closed).code, 1006);
  } finally {
    await server.stop();
  }
});
