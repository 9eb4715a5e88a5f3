import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { AnsibleEvent } from "./events.ts";
import { makeRunFolder } from "./run-folder.ts";
import { followRun } from "./run.ts";
import { startProcess } from "./start.ts";

const base = mkdtempSync(join(tmpdir(), "oml-run-test-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const shell = (script: string) => ({ file: "/bin/sh", args: ["-c", script], env: { PATH: "/usr/bin:/bin" } });

describe("makeRunFolder", () => {
  it("is private, and gone after the run", () => {
    const folder = makeRunFolder({ RUNNER_TEMP: base });
    const file = folder.write("known_hosts", "secret");
    expect(mode(folder.paths.folder)).toBe("700");
    expect(mode(folder.paths.sockets)).toBe("700");
    expect(mode(file)).toBe("600");
    folder.remove();
    folder.remove();
    expect(readdirSync(base)).toEqual([]);
  });

  it("sweeps what killed runs left, and nothing of living ones", () => {
    const living = makeRunFolder({ RUNNER_TEMP: base });
    const dead = join(base, "oml-run-4194304-1-abcdef");
    mkdirSync(dead);
    writeFileSync(join(dead, "known_hosts"), "secret");
    const next = makeRunFolder({ RUNNER_TEMP: base });
    expect(existsSync(dead)).toBe(false);
    expect(existsSync(living.paths.folder)).toBe(true);
    for (const folder of [living, next]) folder.remove();
  });

  it("keeps control sockets on a short path however deep the runner's folder is", () => {
    const deep = join(base, "a".repeat(90));
    mkdirSync(deep);
    const folder = makeRunFolder({ RUNNER_TEMP: deep });
    expect(folder.paths.sockets.length).toBeLessThan(70);
    expect(mode(folder.paths.sockets)).toBe("700");
    folder.remove();
    expect(existsSync(folder.paths.sockets)).toBe(false);
  });
});

describe("followRun", () => {
  it("hears events and keeps the last of everything else", async () => {
    const events: AnsibleEvent[] = [];
    const script = `echo '{"event":"task","host":"h","task":"t"}'; echo '{"not":"an event"}'; echo trouble >&2; exit 4`;
    const end = await followRun(startProcess(shell(script)), new AbortController().signal, (event) =>
      events.push(event),
    );
    expect(end.code).toBe(4);
    expect(end.noise.toSorted()).toEqual(["trouble", '{"not":"an event"}']);
    expect(events).toEqual([{ event: "task", host: "h", task: "t" }]);
  });

  it("hears what was said before anybody listened", async () => {
    const running = startProcess(shell(`echo '{"event":"task","host":"h","task":"t"}'; exit 0`));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const events: AnsibleEvent[] = [];
    await followRun(running, new AbortController().signal, (event) => events.push(event));
    expect(events).toHaveLength(1);
  });

  it("gives the child the environment it was told to, and no other", async () => {
    process.env["OML_VAULT_PASSWORD"] = "canary";
    const file = join(base, "environment");
    await followRun(startProcess(shell(`env > ${file}`)), new AbortController().signal, () => undefined);
    delete process.env["OML_VAULT_PASSWORD"];
    expect(readFileSync(file, "utf8")).not.toContain("canary");
  });

  it("stops the whole process group when it is asked to", async () => {
    const abort = new AbortController();
    const script = `sleep 1000 & echo "{\\"event\\":\\"task\\",\\"host\\":\\"$!\\",\\"task\\":\\"t\\"}"; wait`;
    let grandchild = 0;
    const end = await followRun(startProcess(shell(script)), abort.signal, (event) => {
      grandchild = Number(event.host);
      abort.abort();
    });
    expect(end.code).not.toBe(0);
    expect(grandchild).toBeGreaterThan(0);
    // Its pipes are closed a moment before it is gone.
    await expect.poll(() => existsSync(`/proc/${String(grandchild)}`) && !isZombie(grandchild)).toBe(false);
  });

  it("rejects where the program cannot be started", async () => {
    const command = { file: "/nowhere/ansible-playbook", args: [], env: {} };
    await expect(
      followRun(startProcess(command), new AbortController().signal, () => undefined),
    ).rejects.toThrow("ENOENT");
  });
});

function isZombie(pid: number): boolean {
  return / Z /.test(readFileSync(`/proc/${String(pid)}/stat`, "utf8"));
}
