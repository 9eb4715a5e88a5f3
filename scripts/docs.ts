/**
 * `npm run docs`: writes `docs/rules/` from the rules.
 * `npm run docs -- --check` changes nothing and exits 1 where a page is stale, missing or of no rule.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../src/inventory/rules/index.ts";
import { rulePages } from "../src/inventory/rules/pages.ts";

const folder = join(import.meta.dirname, "..", "docs", "rules");
const pages = rulePages(rules);
mkdirSync(folder, { recursive: true });
const stale = [...pages].filter(([name, text]) => {
  const path = join(folder, name);
  return !existsSync(path) || readFileSync(path, "utf8") !== text;
});
const orphans = readdirSync(folder).filter((name) => !pages.has(name));
const names = [...stale.map(([name]) => name), ...orphans];

if (process.argv.includes("--check")) {
  for (const name of names)
    console.error(`docs: docs/rules/${name} is not what the rules give. Type: npm run docs`);
  process.exitCode = names.length === 0 ? 0 : 1;
} else {
  for (const [name, text] of stale) writeFileSync(join(folder, name), text);
  for (const name of orphans) rmSync(join(folder, name));
  console.log(`docs: ${String(names.length)} of ${String(pages.size)} pages of docs/rules/ changed`);
}
