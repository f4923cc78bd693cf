// What a keystroke of the site's search takes: `node site.mjs PAGE` prints milliseconds, one line for each: the median of some rounds,
// since a single one may meet whatever else the machine does.

import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const TYPED = ["message.created", "room updated", "conv", "message_text_1234", "state", "e", "nothing is called so", "order del 17"];
const ROUNDS = 5;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(pathToFileURL(process.argv[2]).href);
  await page.keyboard.press("/");
  await page.locator("[role=status]").filter({ hasText: "Names, former names" }).waitFor();
  const times = await page.evaluate(async ([typed, rounds]) => {
    const input = document.querySelector("[role=combobox]");
    const list = document.querySelector("[role=listbox]");
    const times = new Map();
    for (let round = 0; round < rounds; round++) {
      for (const words of typed) {
        for (let end = 1; end <= words.length; end++) {
          input.value = words.slice(0, end);
          const start = performance.now();
          input.dispatchEvent(new Event("input", { bubbles: true }));
          list.getBoundingClientRect();
          const took = performance.now() - start;
          times.set(input.value, [...(times.get(input.value) ?? []), took]);
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      }
    }
    return [...times.values()].map((rounds) => rounds.sort((one, other) => one - other)[rounds.length >> 1]);
  }, [TYPED, ROUNDS]);
  console.log(times.map((time) => time.toFixed(3)).join("\n"));
} finally {
  await browser.close();
}
