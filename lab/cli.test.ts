import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

// A checkout that never had a lab: labs go by the folder of their checkout.
const checkout = mkdtempSync(join(tmpdir(), "oml-lab-cli-"));
cpSync(import.meta.dirname, join(checkout, "lab"), { recursive: true });
for (const name of ["package.json", "node_modules", "src"]) {
  symlinkSync(join(import.meta.dirname, "..", name), join(checkout, name));
}
afterAll(() => rmSync(checkout, { recursive: true }));

const DOWN = "lab: the lab is down; start it with: npm run lab -- up";

test.each([
  [["ssh", "demo-app"], DOWN],
  [["ssh", "demo-app", "--", "true"], DOWN],
  [["exec", "--", "true"], DOWN],
  [["ssh", "demo"], "there is no host 'demo'"],
  [["up", "typo"], "lab: up takes no 'typo'."],
  [["down", "demo-app"], "lab: down takes no 'demo-app'."],
  [["status", "extra"], "lab: status takes no 'extra'."],
  [["boot"], "there is no command 'boot'"],
] as const)("%j is refused in one sentence, exit 2", (words, sentence) => {
  const { status, stderr } = spawnSync(process.execPath, [join(checkout, "lab", "cli.ts"), ...words], {
    encoding: "utf8",
  });
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(status).toBe(2);
});
