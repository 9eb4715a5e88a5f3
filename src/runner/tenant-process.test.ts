import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runTenantProcess } from "./tenant-process.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "oml-process-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a program with the call `{ secret: "canary" }`. */
async function run(
  text: string,
  abort = new AbortController().signal,
  onLine: (line: string) => void = () => undefined,
) {
  const program = join(folder, "program.mjs");
  writeFileSync(program, text);
  const lines: string[] = [];
  const output = join(folder, "output");
  const end = await runTenantProcess({
    program,
    call: { secret: "canary" },
    environment: { PATH: process.env["PATH"] ?? "" },
    output,
    onLine: (line) => {
      lines.push(line);
      onLine(line);
    },
    abort,
  });
  return { ...end, lines, output };
}

it("is told its secrets by a pipe that no process list and no environment shows", async () => {
  const { printed, code } = await run(`
    import { readFileSync } from "node:fs";
    import { text } from "node:stream/consumers";
    const call = await text(process.stdin);
    const seen = readFileSync("/proc/self/environ") + readFileSync("/proc/self/cmdline");
    process.stdout.write(JSON.stringify({ call, seen: seen.includes("canary") }));
  `);
  expect(code).toBe(0);
  expect(JSON.parse(printed)).toEqual({ call: '{"secret":"canary"}', seen: false });
});

it("what it says is heard line by line, and kept where this user alone reads it", async () => {
  const { lines, output } = await run(`process.stderr.write("a\\nb\\r\\nc")`);
  expect(lines).toEqual(["a", "b", "c"]);
  expect(readFileSync(output, "utf8")).toBe("a\nb\nc\n");
  expect(statSync(output).mode & 0o077).toBe(0);
});

it("a stop reaches it as SIGINT, and its report is still read", async () => {
  const abort = new AbortController();
  const { printed, code } = await run(
    `process.on("SIGINT", () => { process.stdout.write("interrupted"); process.exit(0); });
     setInterval(() => {}, 1000);
     process.stderr.write("ready\\n");`,
    abort.signal,
    () => abort.abort(),
  );
  expect([printed, code]).toEqual(["interrupted", 0]);
});

it("one that ends by a signal has no exit code", async () => {
  const abort = new AbortController();
  const { code } = await run(
    `setInterval(() => {}, 1000); process.stderr.write("ready\\n");`,
    abort.signal,
    () => abort.abort(),
  );
  expect(code).toBeNull();
});
