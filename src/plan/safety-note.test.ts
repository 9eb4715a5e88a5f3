import { expect, test } from "vitest";
import { digestOf, planOf } from "./testing.ts";

const OMLAPP = "docker.io/omnileads/omlapp:latest";
const NGINX = "docker.io/omnileads/nginx:latest";
const WITH_SETS = "backup:\n  password: a-long-random-text-81c07e\n  on_host: true\n";

const notes = (image: string, text: string): string => {
  const sources = { tenantFile: { path: "tenant.yml", text } };
  return planOf({ sources }, { digests: { [image]: digestOf("a") } }).notes.join();
};

test.each([
  [
    "a set is taken before the application changes",
    WITH_SETS,
    /Before omnileads, daphne, cron change, a backup set/,
  ],
  [
    "it would be refused where no set can be taken",
    "",
    /The deploy will be refused: .*no block 'backup'.*safety_backup: off/,
  ],
  ["or none is taken, for tenant.yml says so", "safety_backup: off\n", /No backup set is taken before/],
])("%s", (_name, text, note) => {
  expect(notes(OMLAPP, text)).toMatch(note);
});

test("nothing is said of a change that touches no data", () => {
  expect(notes(NGINX, "")).toBe("");
});
