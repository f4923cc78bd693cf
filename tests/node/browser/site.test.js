// The documents' site in a real browser, opened from its folder as a reader opens it: no server, no network.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { large, site } from "./site.js";
import { browser, inaccessible, picture } from "./support.js";

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true };
const SCHEMES = ["light", "dark"];

/** A page of each kind. */
const KINDS = {
  index: "index.html",
  overview: "mechamap/index.html",
  event: "chatflow/events/message.new.html",
  "event-of-clients": "gochat/events/conversation.join.html",
  flows: "gochat/flows.html",
  channels: "mechamap/channels.html",
  connecting: "gochat/connecting.html",
  types: "gochat/types.html",
  consumers: "leads/consumers.html",
  priorities: "mechamap/priorities.html",
  names: "chatflow/names.html",
};

let five, hostile, many, source;

before(async () => {
  source = await mkdtemp(path.join(os.tmpdir(), "eventspec-large-"));
  await writeFile(path.join(source, "catalogue.yaml"), large(600));
  [five, hostile, many] = await Promise.all([site(), site("codegen/tests/documents/hostile.yaml"), site(source)]);
});
const pages = browser();
after(async () => {
  await Promise.all([five?.remove(), hostile?.remove(), many?.remove()]);
  if (source) await rm(source, { recursive: true, force: true });
});

const options = (page) => page.getByRole("option");

/** Opens the search by its key, and types. */
async function search(page, words) {
  await page.keyboard.press("/");
  const input = page.getByRole("combobox", { name: "Search" });
  await input.fill(words);
  return input;
}

/** The name of the first result, once there is one. */
const first = (page) => options(page).first().locator(".search-name").textContent();

test("the search finds an event by its name, a field, a former name, and words", async () => {
  const page = await pages.open(five.at("index.html"), DESKTOP);
  await search(page, "message.new");
  assert.equal(await first(page), "message.new");
  const asked = {
    "conversation.new_message": "message.new",
    outstanding: "new_room_complete",
    "forum comm upd": "forum.comment.updated",
    tracking_number: "marketplace.order.status_changed",
    "become-friends": "become-friends",
  };
  const input = page.getByRole("combobox", { name: "Search" });
  for (const [words, name] of Object.entries(asked)) {
    await input.fill(words);
    const found = await options(page).locator(".search-name").allTextContents();
    assert.ok(found.slice(0, 3).includes(name), `${words}: ${found}`);
  }
  await input.fill("nothing that is anywhere");
  await page.getByRole("status").filter({ hasText: "Nothing fits." }).waitFor();
  assert.equal(await options(page).count(), 0);
});

test("the keyboard alone leads to an event and back", async () => {
  const page = await pages.open(five.at("index.html"), DESKTOP);
  await search(page, "friend.");
  const chosen = () => page.locator('[role=option][aria-selected="true"] .search-name').textContent();
  const before = await chosen();
  await page.keyboard.press("ArrowDown");
  const after = await chosen();
  assert.notEqual(after, before);
  await page.keyboard.press("ArrowUp");
  assert.equal(await chosen(), before);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/gochat\/events\/friend/);
  await page.getByRole("heading", { level: 1 }).filter({ hasText: after }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Search" }).waitFor({ state: "hidden" });
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement !== document.body), "something has the focus");
});

test("a large catalogue is searched, and each of its events has its page", async () => {
  const page = await pages.open(many.at("index.html"), DESKTOP);
  await search(page, "action_345");
  assert.equal(await first(page), "resource_17.action_345");
  await page.getByRole("combobox", { name: "Search" }).fill("id_577");
  assert.equal(await first(page), "resource_28.action_577");
  await page.keyboard.press("Enter");
  await page.waitForURL(/resource_28\.action_577\.html$/);
});

test("a link leads to a field that is folded, and to a flow", async () => {
  const field = "field-deep.list-.id";
  const page = await pages.open(hostile.at("hostile/events/a-b-c.html"), DESKTOP);
  const shown = page.locator(`[id="${field}"]`);
  await page.locator("details:has([id='field-deep.list'])").first().evaluate((folded) => (folded.open = false));
  assert.equal(await shown.isVisible(), false);
  await page.goto(hostile.at("hostile/events/a-b-c.html", `#${field}`));
  await shown.waitFor({ state: "visible" });

  await page.goto(five.at("gochat/events/message.receive.html"));
  await page.getByRole("link", { name: "send-a-message" }).first().click();
  await page.waitForURL(/flows\.html#send-a-message$/);
  const drawn = page.getByRole("group", { name: /goes through the REST API/ });
  await drawn.getByRole("link", { name: "message.receive" }).click();
  await page.waitForURL(/events\/message\.receive\.html$/);
});

test("pages with pictures lead from every name in them to its page", async () => {
  const known = new Set(await five.pages());
  for (const path of ["mechamap/index.html", "hiwwer/flows.html"]) {
    const page = await pages.open(five.at(path), DESKTOP);
    const links = await page.locator(".drawing a").evaluateAll((all) => all.map((link) => new URL(link.getAttribute("href"), location.href).pathname));
    assert.ok(links.length > 5, path);
    for (const link of links) {
      const [file] = decodeURIComponent(link).split(`${five.folder}/`).slice(-1);
      assert.ok(known.has(file), `${path}: ${link}`);
    }
  }
});

/** The texts of a page's pictures that lie over each other, and those that leave their picture. */
const crossed = (page) =>
  page.locator(".drawing svg").evaluateAll((pictures) =>
    pictures.flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll("text")].map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
      const out = texts.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1);
      const over = texts.flatMap((one, at) =>
        texts.slice(at + 1).filter(({ box }) => {
          const across = Math.min(one.box.right, box.right) - Math.max(one.box.left, box.left);
          const along = Math.min(one.box.bottom, box.bottom) - Math.max(one.box.top, box.top);
          // Lines of one text stand close: what letters need is less than their boxes.
          return across > 1 && along > one.box.height / 3;
        }).map(({ words }) => `${one.words} / ${words}`),
      );
      return [...out.map(({ words }) => `outside: ${words}`), ...over];
    }),
  );

test("no text of a picture lies over another, or leaves it", async () => {
  const systems = ["chatflow", "mechamap", "leads", "gochat", "hiwwer"].flatMap((name) => [five.at(`${name}/index.html`), five.at(`${name}/flows.html`)]);
  const others = [hostile.at("hostile/index.html"), hostile.at("hostile/flows.html"), many.at("large/index.html")];
  const page = await pages.open(five.at("index.html"), DESKTOP);
  for (const address of [...systems, ...others]) {
    await page.goto(address);
    assert.ok((await page.locator(".drawing svg").count()) > 0, address);
    assert.deepEqual(await crossed(page), [], address);
  }
  const height = await page.locator(".drawing svg").evaluate((svg) => svg.getBoundingClientRect().height);
  assert.ok(height < 1500, `the picture of 600 events is ${height} pixels high`);
});

/** The contrast of two colours, as WCAG 2 has it. */
function contrast(one, other) {
  const light = (colour) => {
    const parts = colour.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test("dark and light follow the system, until somebody switches", async () => {
  const colours = (page) => page.evaluate(() => {
    const body = getComputedStyle(document.body);
    const text = getComputedStyle(document.querySelector(".drawing text"));
    return { page: body.backgroundColor, words: body.color, drawn: text.fill };
  });
  const seen = {};
  for (const colorScheme of SCHEMES) {
    const page = await pages.open(five.at("chatflow/flows.html"), { ...DESKTOP, colorScheme });
    seen[colorScheme] = await colours(page);
    assert.ok(contrast(seen[colorScheme].page, seen[colorScheme].words) > 7);
    assert.ok(contrast(seen[colorScheme].page, seen[colorScheme].drawn) > 4.5);
  }
  assert.notEqual(seen.light.page, seen.dark.page);
  const page = await pages.open(five.at("chatflow/flows.html"), { ...DESKTOP, colorScheme: "light" });
  await page.getByRole("button", { name: "Dark colours" }).click();
  assert.deepEqual(await colours(page), seen.dark);
  await page.reload();
  assert.deepEqual(await colours(page), seen.dark, "the choice is remembered");
});

test("each kind of page is accessible in both colour schemes, and fits a phone", async () => {
  for (const [kind, address] of Object.entries(KINDS)) {
    const page = await pages.open(five.at(address), { ...DESKTOP, colorScheme: "light" });
    assert.deepEqual(await inaccessible(page), [], kind);
    await picture(page, `site-${kind}-light`);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await inaccessible(page, ["color-contrast"]), [], `${kind}, dark`);
    await picture(page, `site-${kind}-dark`);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(PHONE.viewport);
    await page.reload();
    const { wide, inner } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, inner: innerWidth }));
    assert.ok(wide <= inner && inner === 375, `${kind} is ${wide} pixels wide on a phone of ${inner}`);
    await picture(page, `site-${kind}-phone`);
    await page.close();
  }
});

test("a phone has its menu in a drawer, and the pages are accessible there", async () => {
  const page = await pages.open(five.at("gochat/index.html"), PHONE);
  assert.deepEqual(await inaccessible(page), [], "overview");
  await page.getByRole("button", { name: "Menu" }).click();
  const flows = page.getByRole("link", { name: "Flows", exact: true }).first();
  await flows.waitFor({ state: "visible" });
  // What lies behind the open drawer is inert, and so are its heading and its landmark.
  const behind = /^(landmark-one-main|page-has-heading-one):/;
  assert.deepEqual((await inaccessible(page)).filter((found) => !behind.test(found)), [], "menu");
  await picture(page, "site-menu-phone");
  await flows.click();
  await page.waitForURL(/flows\.html$/);
  assert.deepEqual(await inaccessible(page), [], "flows");
});

test("the search is accessible in both colour schemes", async () => {
  const page = await pages.open(five.at("gochat/index.html"), DESKTOP);
  await search(page, "message");
  await options(page).first().waitFor();
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await inaccessible(page), [], colorScheme);
    await picture(page, `site-search-${colorScheme}`);
  }
});

test("whatever a catalogue says stays text, on every page and in the search", async () => {
  const page = await pages.open(hostile.at("index.html"), DESKTOP);
  for (const address of await hostile.pages()) {
    await page.goto(hostile.at(address));
    const found = await page.evaluate(() => ({
      scripts: [...document.scripts].map((script) => new URL(script.src, location.href).pathname.split("/").slice(-2).join("/")),
      // Pictures, frames and forms of an author's.
      foreign: document.querySelectorAll("main :is(img, iframe, object, embed, form, input, style, link, foreignObject, b)").length,
      handlers: [...document.querySelectorAll("*")].filter((one) => one.getAttributeNames().some((name) => name.startsWith("on"))).length,
      links: [...document.querySelectorAll("a")].map((link) => link.getAttribute("href")).filter((href) => /^\s*(javascript|data|vbscript):/i.test(href)),
    }));
    assert.deepEqual(found, { scripts: ["assets/site.js"], foreign: 0, handlers: 0, links: [] }, address);
  }
  await page.goto(hostile.at("hostile/flows.html"));
  assert.ok((await page.locator("main").textContent()).includes("<svg onload=alert(1)>"));
  assert.deepEqual(await inaccessible(page), []);
  await search(page, "script");
  await options(page).first().waitFor();
  assert.equal(await page.locator("dialog :is(script, b, img)").count(), 0);
});
