// The client of a plain WebSocket where it is at home: in a page and in a Worker of a real browser, with the browser's own WebSocket.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";

import { channels } from "../../../generated/typescript/gochat.js";
import { pair } from "../client/support.js";
import { root } from "../server/contracts.js";
import { start } from "../server/support.js";
import { proxy } from "../socketio/proxy.js";
import { browser } from "./support.js";

const pages = browser();
const packaged = path.join(root, "generated/typescript");
let [site, origin, server] = [];

/** The package as it is, without a bundler; the rest is an empty page. */
async function serve({ url }, response) {
  if (!url.endsWith(".js")) return response.setHeader("content-type", "text/html").end("<!doctype html><title>chat</title><link rel=icon href=data:>");
  const text = url === "/worker.js" ? WORKER : await readFile(path.join(packaged, path.normalize(url)), "utf8");
  response.setHeader("content-type", "text/javascript").end(text);
}

/** Says what the client hears, and who answers. */
const WORKER = `
  import { connect } from "/gochat/client.js";
  onmessage = ({ data: [url, token] }) => {
    const client = connect(url, { token });
    client.on("message.receive", ({ content }) => postMessage(content));
    client.request("conversation.load").then(([{ id }]) => postMessage(id));
  };
`;

before(async () => {
  site = createServer((request, response) => serve(request, response).catch((error) => response.writeHead(404).end(String(error))));
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  origin = `http://127.0.0.1:${site.address().port}`;
  server = await start({ args: ["--origin", origin] });
});
after(async () => {
  site?.close();
  site?.closeAllConnections();
  await server?.stop();
});

test("a page that loses its network waits for it, and misses nothing", async () => {
  const { one, two, conversation } = await pair(server);
  const way = await proxy(server.base);
  // Chromium says of each connection that it cannot make that it cannot.
  const page = await pages.open(origin, { expects: /WebSocket connection to/ });
  const said = (fits) => page.waitForFunction(fits, undefined, { polling: 50 });
  try {
    await page.evaluate(async ([url, token]) => {
      const { connect } = await import("/gochat/client.js");
      globalThis.heard = [];
      globalThis.states = [];
      globalThis.client = connect(url, { token });
      client.on("message.receive", ({ content }) => heard.push(content));
      client.onState(({ kind, tried }) => states.push([kind, tried]));
    }, [way.address, two.token]);
    await page.waitForFunction((address) => client.positions()[address], channels.conversation({ conversation_id: conversation }));
    await one.write(conversation, "with a network");
    await said(() => heard.length === 1);
    await page.context().setOffline(true);
    way.cut();
    await said(() => client.state.kind === "waiting");
    assert.equal(await page.evaluate((id) => client.emit("message.typing", { conversation_id: id, is_typing: true }), conversation), "queued");
    await one.write(conversation, "without");
    await page.context().setOffline(false);
    await said(() => heard.length === 2);
    assert.deepEqual(await page.evaluate(() => [heard, states]), [
      ["with a network", "without"],
      [["open", undefined], ["waiting", 0], ["connecting", 0], ["open", undefined]],
    ]);
  } finally {
    await page.close();
    way.close();
  }
});

test("it works in a Worker as well", async () => {
  const { one, two, conversation } = await pair(server);
  const page = await pages.open(origin);
  try {
    await page.evaluate(([url, token]) => {
      globalThis.told = [];
      globalThis.worker = new Worker("/worker.js", { type: "module" });
      worker.onmessage = ({ data }) => told.push(data);
      worker.postMessage([url, token]);
    }, [server.base, two.token]);
    await page.waitForFunction((id) => told.includes(id), conversation);
    await one.write(conversation, "Hello, Worker!");
    await page.waitForFunction(() => told.includes("Hello, Worker!"));
  } finally {
    await page.close();
  }
});
