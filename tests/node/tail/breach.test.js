// A server that does not keep the contract, made by hand: what it sends is red, to a client and through the proxy, and ends with exit code 100.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { once } from "node:events";

import { Server } from "socket.io";
import { io } from "socket.io-client";
import { WebSocket, WebSocketServer } from "ws";

import { read, tail } from "./support.js";

const message = { id: "msg_1", conversation_id: "conv_1", sender: "visitor", text: "Hello!", timestamp: "2026-02-12T10:30:00Z" };

let http, address;

before(async () => {
  http = createServer((request, response) => {
    response.setHeader("X-Kept", "As It Is");
    let length = 0;
    request.on("data", (data) => (length += data.length));
    request.on("end", () => response.end(JSON.stringify({ length, host: request.headers.host, origin: request.headers.origin })));
  });
  // Long polls are compressed, as Node's server does by default; so are frames here.
  const server = new Server(http, { perMessageDeflate: { threshold: 0 }, httpCompression: { threshold: 0 } });
  server.of("/chatflow").on("connection", (socket) => {
    socket.emit("message.new", message);
    socket.emit("conversation.new_message", message);
    socket.emit("message.new", { ...message, sender: "robot", timestamp: 7 });
    socket.on("agent.typing", (typing, answer) => answer?.("nobody asked"));
  });
  const plain = new WebSocketServer({ noServer: true, perMessageDeflate: { threshold: 0 } });
  http.on("upgrade", (request, socket, head) => {
    if (!request.url.startsWith("/ws/user")) return;
    plain.handleUpgrade(request, socket, head, (client) => {
      const meta = { timestamp: "2026-02-12T10:30:00Z", success: true };
      client.send(JSON.stringify({ type: "connect", data: { message: "Hi", client_id: "c1" }, ...meta }));
      client.send(JSON.stringify({ type: "connectt", data: {}, ...meta }));
      client.send(JSON.stringify({ type: "pong", success: true, timestamp: "now" }));
      client.send("no json");
      client.on("message", () => client.close(4001, "enough"));
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  address = `http://127.0.0.1:${http.address().port}`;
});

after(() => {
  http.closeAllConnections();
  http.close();
});

const told = (events) => events.map(({ name, verdict, problems = [] }) => [name, verdict, ...problems.map((problem) => problem.message)]);

const wrong = [
  ["message.new", "ok"],
  ["conversation.new_message", "breach", "`conversation.new_message` is called `message.new`"],
  [
    "message.new",
    "breach",
    "`payload.sender` must be one of `visitor`, `agent`, and this is `robot`",
    "`payload.timestamp` must be a date and time as in `2026-02-12T10:30:00Z`, and this is the number 7",
  ],
];

test("to a client, what breaks the contract is told, and where the event is declared", async () => {
  const client = tail(`${address}/chatflow`, "--count", "3");
  assert.equal(await client.exited, 100, client.stderr);
  const events = client.events((event) => event.from === "server");
  assert.deepEqual(told(events), wrong);
  assert.match(events[1].declared, /^contracts\/chatflow\/catalogue\.yaml:\d+:\d+$/);
  assert.equal(events[1].problems[0].help, "write `message.new`");
  assert.equal(client.summary.breaches, 2);
});

test("a person sees it in words, and colour only on a terminal", async () => {
  const run = await read(`${address}/chatflow`, "--count", "1", "--only", "breaches");
  assert.equal(run.status, 100, run.stderr);
  assert.match(run.stdout, /^\d\d:\d\d:\d\d\.\d{3} <- conversation\.new_message +- +\d+ B  BREACH\n/);
  assert.match(run.stdout, /\n    `conversation\.new_message` is called `message\.new`\n    help: write `message\.new`\n    declared at contracts\/chatflow/);
  assert.doesNotMatch(run.stdout, /\u001b/);
});

for (const transports of [["polling"], ["websocket"], ["polling", "websocket"]]) {
  test(`through the proxy, by ${transports.join(" and then ")}`, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "eventspec-tail-"));
    const record = path.join(folder, "recording.jsonl");
    const proxy = tail("--proxy", "127.0.0.1:0", "--to", address, "--record", record);
    const socket = io(`${await proxy.address()}/chatflow`, { transports, reconnection: false, auth: { token: "a-secret-word" } });
    const heard = [];
    socket.onAny((name, payload) => heard.push([name, payload]));
    await proxy.next("the last event", (line) => line.problems?.length === 2);
    if (transports.length > 1 && socket.io.engine.transport.name !== "websocket") await once(socket.io.engine, "upgrade");
    assert.equal(await socket.emitWithAck("agent.typing", { conversation_id: "conv_1", is_typing: true }), "nobody asked");
    socket.disconnect();
    await proxy.next("the end", (line) => line.kind === "connection" && line.words.startsWith("closed"));
    assert.equal(await proxy.stop(), 100);
    assert.deepEqual(heard.map(([name]) => name), wrong.map(([name]) => name));
    assert.deepEqual(told(proxy.events((event) => event.from === "server" && !event.acknowledgement)), wrong);
    const [answer] = proxy.events((event) => event.acknowledgement);
    assert.equal(answer.verdict, "breach");
    const text = readFileSync(record, "utf8");
    assert.ok(text.includes("message.new") && !text.includes("a-secret-word"));

    // The recording is played to another client, which hears the same.
    const player = tail("--replay", record, "--serve", "127.0.0.1:0", "--speed", "0");
    const again = io(`${await player.address()}/chatflow`, { transports, reconnection: false });
    const repeated = [];
    again.onAny((name, payload) => repeated.push([name, payload]));
    await player.next("the last event", (line) => line.problems?.length === 2);
    assert.equal(await again.emitWithAck("agent.typing", { conversation_id: "conv_1", is_typing: true }), "nobody asked");
    again.disconnect();
    assert.equal(await player.stop(), 100);
    assert.deepEqual(repeated, heard);
    rmSync(folder, { recursive: true });
  });
}

test("through the proxy, a plain WebSocket with compressed frames, closed by its server", async () => {
  const proxy = tail("--proxy", "127.0.0.1:0", "--to", address);
  const client = new WebSocket(`${(await proxy.address()).replace("http", "ws")}/ws/user?token=secret`);
  const heard = [];
  client.on("message", (data) => {
    heard.push(String(data));
    if (heard.length === 4) client.send(JSON.stringify({ type: "ping" }));
  });
  const [code, reason] = await once(client, "close");
  assert.deepEqual([code, String(reason)], [4001, "enough"]);
  const closed = await proxy.next("the end", (line) => line.kind === "connection" && line.words.startsWith("closed"));
  assert.equal(closed.words, "closed, code 4001: enough");
  assert.equal(await proxy.stop(), 100);
  assert.deepEqual(told(proxy.events()), [
    ["connect", "ok"],
    ["connectt", "breach", "`connectt` is no event of `gochat`"],
    ["pong", "breach", "`envelope.timestamp` must be a date and time as in `2026-02-12T10:30:00Z`, and this is the text `now`"],
    [undefined, "breach", "this is no JSON: expected ident, at line 1, column 2"],
    ["ping", "ok"],
  ]);
  assert.ok(heard.includes("no json"));
});

test("requests pass as they are, large ones too; Host and the proxy's own Origin are the server's", async () => {
  const proxy = tail("--proxy", "127.0.0.1:0", "--to", address);
  const base = await proxy.address();
  const body = Buffer.alloc(8 << 20, "x");
  const large = await fetch(`${base}/any?x=1`, { method: "POST", body, headers: { origin: base } });
  assert.equal(large.headers.get("x-kept"), "As It Is");
  assert.deepEqual(await large.json(), { length: body.length, host: new URL(address).host, origin: address });
  const other = await fetch(`${base}/`, { headers: { origin: "https://example.com" } });
  assert.equal((await other.json()).origin, "https://example.com");
  assert.equal(await proxy.stop(), 0);
});

test("who cannot connect is told why, and what to do", async () => {
  const fails = async (...args) => {
    const { status, stderr } = await read(...args);
    assert.equal(status, 1, stderr);
    return stderr;
  };
  assert.equal(
    await fails("http://127.0.0.1:1/chatflow"),
    "error: nobody listens at `127.0.0.1:1`: connection refused\nhelp: is the server running, and is this its port?\n",
  );
  assert.equal(
    await fails(`${address}/other`, "--catalogue", "contracts/chatflow"),
    `error: \`${address}/other\` does not let this client into \`/other\`: Invalid namespace\n` +
      "help: the namespace is the path of the address, as in `http://127.0.0.1:8080/chatflow`\n",
  );
  assert.match(
    await fails(`${address}/unheard`),
    /^error: cannot tell which contract .* no catalogue is at the namespace `\/unheard`: there is `chatflow` at `\/`/,
  );
  assert.match(await fails(`${address.replace("http", "https")}/chatflow`), /does not agree on TLS.*\nhelp: .*`http:\/\/`/);
  assert.match(await fails(`${address}/chatflow`, "--path", "/elsewhere/"), /`\/elsewhere\/`/);
  assert.match(
    await fails(`${address}/chatflow`, "--join", "nowhere.1"),
    /is no address of a channel of `chatflow`\nhelp: its addresses are/,
  );
});
