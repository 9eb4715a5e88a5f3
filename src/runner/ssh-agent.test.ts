import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSshAgent, stopSshAgent } from "./ssh-agent.ts";
import { readSshKey } from "./ssh-key.ts";

const folder = mkdtempSync(join(tmpdir(), "oml-agent-test-"));
const path = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(path(name), "utf8");

beforeAll(() => {
  const make = (name: string, ...args: readonly string[]): void =>
    void execFileSync("ssh-keygen", ["-q", "-f", path(name), ...args]);
  make("plain", "-t", "ed25519", "-N", "");
  make("sealed", "-t", "ed25519", "-N", "hunter22");
  make("sealed-pem", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "hunter22");
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ["as it is", (key: string) => key],
  [
    "with line ends of another system and none at its end",
    (key: string) => key.trim().replaceAll("\n", "\r\n"),
  ],
])("holds the key, %s, and only in memory", async (_, change) => {
  const started = await startSshAgent(change(read("plain")), folder);
  if (!started.ok) throw new Error(started.sentence);
  const { agent } = started;
  const env = { ...process.env, SSH_AUTH_SOCK: agent.socket };
  expect(execFileSync("ssh-add", ["-l"], { env, encoding: "utf8" })).toContain("ED25519");
  expect(statSync(dirname(agent.socket)).mode & 0o077).toBe(0);
  const [line = ""] = read("plain").split("\n").slice(2);
  expect(spawnSync("grep", ["-rqF", line, dirname(agent.socket)]).status).toBe(1);
  stopSshAgent(agent);
  stopSshAgent(agent);
  expect(existsSync(dirname(agent.socket))).toBe(false);
  expect(spawnSync("ssh-add", ["-l"], { env }).status).not.toBe(0);
});

it("ends no process that is not its agent", () => {
  stopSshAgent({ pid: process.pid, socket: path("nowhere/s") });
  expect(process.exitCode ?? 0).toBe(0);
});

it.each([
  ["nothing", () => "", "There is no SSH key"],
  ["a passphrase", () => read("sealed"), "has a passphrase"],
  ["a passphrase in the older format", () => read("sealed-pem"), "has a passphrase"],
  ["a public key", () => read("plain.pub"), "is a public key"],
  ["lost line ends", () => read("plain").replaceAll("\n", " "), "lost its line ends"],
  ["escaped line ends", () => read("plain").replaceAll("\n", "\\n"), "lost its line ends"],
  ["no end", () => read("plain").slice(0, 200), "cut off"],
  ["PuTTY's format", () => "PuTTY-User-Key-File-3: ssh-ed25519\n", "PuTTY"],
  ["something else", () => "hunter22", "not a private key"],
])("says plainly what is wrong with %s", (_, text, sentence) => {
  const result = readSshKey(text());
  expect(result.ok ? "" : result.sentence).toContain(sentence);
  expect(result.ok ? "" : result.sentence).not.toContain("hunter22");
});

it("says what ssh-add says of a key it does not take, and leaves no agent", async () => {
  const broken = read("plain").replace(/\n.{8}/, "\nAAAAAAAA");
  const started = await startSshAgent(broken, folder);
  expect(started.ok ? "" : started.sentence).toMatch(/^The SSH key cannot be used; ssh-add says: \S/);
});
