/** `npm run lab`: what it says to whoever types it. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOSTS } from "../../lab/addresses.ts";
import { run, type Result } from "../../lab/process.ts";

const lab = (...words: readonly string[]): Promise<Result> =>
  run([process.execPath, join(import.meta.dirname, "../../lab/cli.ts"), ...words]);

test("refuses an unknown command and an unknown host with exit 2, naming the valid ones", async () => {
  expect(await lab("upp")).toMatchObject({ code: 2, stderr: expect.stringContaining("'upp'") as string });
  const host = await lab("ssh", "nohost");
  expect(host).toMatchObject({ code: 2, stderr: expect.stringContaining("demo-voice") as string });
});

test("status names every host", async () => {
  const shown = await lab("status");
  for (const { name } of HOSTS) expect(shown.stdout).toContain(name);
});

test("says in one sentence that it needs root", async () => {
  const words = [process.execPath, join(import.meta.dirname, "../../lab/cli.ts"), "up"];
  const refused = await run(["setpriv", "--reuid=65534", "--clear-groups", ...words]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("needs root") as string });
});
