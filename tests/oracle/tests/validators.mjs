// Compares what the validators of a package say of documents with what is known of them: `node validators.mjs FOLDER`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const questions = JSON.parse(readFileSync(join(folder, "questions.json"), "utf8"));

/** Whether a path leads to a place of the document, or to a key that is missing there. */
const leads = (document, path) =>
  path.every((step, at) => {
    const inner = path.slice(0, at).reduce((value, key) => value[key], document);
    return typeof inner === "object" && inner !== null && (at === path.length - 1 || Object.hasOwn(inner, step));
  });

const wrong = [];
let [taken, refused] = [0, 0];
for (const { module, map, event, asked } of questions) {
  const validators = await import(pathToFileURL(join(folder, "package", module, "validators.js")));
  const validator = validators[map][event];
  for (const [document, fits] of asked) {
    const { value, issues } = validator.validate(document);
    const agrees = validator.is(document) === fits && (issues === undefined) === fits && (!fits || value === document);
    const isTold = issues === undefined || (issues.length > 0 && issues.every(({ message, path }) => message !== "" && leads(document, path)));
    if (!agrees || !isTold) {
      const said = issues === undefined ? "taken" : JSON.stringify(issues);
      wrong.push(`${module} ${event}: ${JSON.stringify(document).slice(0, 300)} is ${fits ? "valid" : "invalid"}: ${said}`);
    }
    if (fits) taken++;
    else refused++;
  }
}
console.log(`${taken} taken, ${refused} refused`);
if (wrong.length > 0 || taken < 100 || refused < 100) {
  console.log(`${wrong.length} disagree\n${wrong.slice(0, 30).join("\n")}`);
  process.exit(1);
}
