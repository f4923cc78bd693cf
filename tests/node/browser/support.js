// A real browser for tests of pages: Chromium, as the machine has it, driven by playwright-core.
//
//   const pages = browser();
//   test("the page greets", async () => {
//     const page = await pages.open("file:///...");
//     await page.getByRole("heading", { name: "Hello" }).waitFor();
//   });
//
// Every page is watched: what it reports as an error, and what it asks of a host that is not this machine, fails the file. One
// browser runs per file; pages share nothing.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";

import axe from "axe-core";
import { chromium } from "playwright-core";

/** The browser; `CHROMIUM` names it, as `cargo xtask test` does. */
const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";

/** Without these a browser looks for its maker's servers. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Pictures for people are written where this names a folder. */
const PICTURES = process.env.SCREENSHOTS;

/** How long to wait for what must come: a busy machine is slow. */
const PATIENCE = 30_000;

/**
 * A browser for the tests of this file. `open(url, options)` gives a page of its own, with the options of playwright's contexts
 * (`colorScheme`, `viewport`); `expects` takes a pattern for what the page may report as an error.
 */
export function browser() {
  let chrome;
  const watched = [];
  before(async () => {
    assert.ok(existsSync(CHROMIUM), `${CHROMIUM} is not there: install Chromium, or name one by the variable CHROMIUM`);
    chrome = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  });
  after(async () => {
    await chrome?.close();
    assert.deepEqual(watched.flatMap((page) => page.faults), [], "what pages reported");
  });

  const open = async (url, { expects, ...options } = {}) => {
    const context = await chrome.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const faults = watch(page, expects);
    watched.push({ faults });
    await page.goto(url);
    return page;
  };
  return { open };
}

function watch(page, expects) {
  const faults = [];
  const report = (words) => {
    if (!expects?.test(words)) faults.push(`${page.url()}: ${words}`);
  };
  page.on("pageerror", (error) => report(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") report(message.text());
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)/.test(protocol) && !["127.0.0.1", "localhost"].includes(hostname)) report(`asks ${request.url()}`);
  });
  return faults;
}

/** What axe finds wrong on a page, one line a place; nothing on a good one. It asks all of its rules, or those named. */
export async function inaccessible(page, rules) {
  await page.evaluate(axe.source);
  // Style sheets are asked through the page alone: to load them once more is what a content security policy forbids.
  const options = { resultTypes: ["violations"], preload: false, ...(rules && { runOnly: rules }) };
  const { violations } = await page.evaluate((given) => globalThis.axe.run(document, given), options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}

/** Keeps a picture of the page where `SCREENSHOTS` names a folder. */
export async function picture(page, name, options = {}) {
  if (!PICTURES) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), ...options });
}

/** The address of a file, for a page that is opened from the disk. */
export const fileUrl = (file) => new URL(`file://${path.resolve(file)}`).href;

/** The folder of these tests. */
export const here = path.dirname(fileURLToPath(import.meta.url));
