/** `oml lock` against a registry on loopback, as a person types it. */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digestFrom } from "../lock/testing.ts";

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "oml-lock-"));
const instances = join(folder, "instances");
const conf = join(folder, "registries.conf");
const lockFile = (tenant: string) => join(instances, tenant, "images.lock.json");

/** What the registry's tags name, by `repository:tag`; anything else is there with a digest of its name. */
const moved = new Map<string, string>();
const gone = new Set<string>();
let requests = 0;

const server = createServer((request, response) => {
  requests += 1;
  const [, repository = "", kind, tag = ""] =
    /^\/v2\/(.+)\/(manifests|tags)\/([^?]+)/.exec(request.url ?? "") ?? [];
  if (kind === "tags") {
    response.end(JSON.stringify({ name: repository, tags: ["latest", "aaaaaaaa", "bbbbbbbb"] }));
    return;
  }
  const name = `${repository}:${tag}`;
  if (gone.has(name)) {
    response.writeHead(404).end(JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN" }] }));
    return;
  }
  const usual = tag === "latest" ? `${repository}:aaaaaaaa` : name;
  response.setHeader("docker-content-digest", digestFrom(moved.get(name) ?? usual)).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const location = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const text = ["docker.io", "quay.io"].map(
    (prefix) => `[[registry]]\nprefix = "${prefix}"\nlocation = "${location}"\ninsecure = true\n`,
  );
  writeFileSync(conf, text.join("\n"));
});
beforeEach(() => {
  rmSync(instances, { recursive: true, force: true });
  cpSync(join(ROOT, "instances"), instances, { recursive: true });
  moved.clear();
  gone.clear();
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function oml(...args: readonly string[]) {
  const child = spawn(join(ROOT, "bin/oml"), args, {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      OML_INSTANCES: instances,
      CONTAINERS_REGISTRIES_CONF: conf,
    },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, ...said };
}

describe("oml lock", { timeout: 60_000 }, () => {
  it("locks every tenant, with the fixed tag behind latest, and twice is the same", async () => {
    const first = await oml("lock", "--all");
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toContain("demo: nginx: docker.io/omnileads/nginx nothing → latest@sha256:");
    const text = readFileSync(lockFile("demo"), "utf8");
    expect(text).toContain('"named": "aaaaaaaa"');
    expect(readdirSync(join(instances, "demo")).sort()).toEqual([
      "images.lock.json",
      "inventory.yml",
      "known_hosts",
      "tenant.yml",
    ]);
    const again = await oml("lock", "--all");
    expect(again.stdout).toMatch(/^acme: \d+ images as locked\.\ndemo: \d+ images as locked\.\n$/);
    expect(readFileSync(lockFile("demo"), "utf8")).toBe(text);
    expect((await oml("validate")).stdout).toContain("2 tenants read: 0 errors");
  });

  it("tells with --check what moved, old to new, and writes nothing", async () => {
    await oml("lock", "--tenant", "demo");
    const text = readFileSync(lockFile("demo"), "utf8");
    expect(await oml("lock", "--tenant", "demo", "--check")).toMatchObject({ status: 0 });
    moved.set("omnileads/nginx:latest", "omnileads/nginx:bbbbbbbb");
    const { status, stdout } = await oml("lock", "--tenant", "demo", "--check");
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^demo: nginx: docker\.io\/omnileads\/nginx latest@sha256:\w{12} \(aaaaaaaa\) → latest@sha256:\w{12} \(bbbbbbbb\)\ndemo: Not as registries say/,
    );
    expect(stdout.split("\n").length).toBe(3);
    expect(readFileSync(lockFile("demo"), "utf8")).toBe(text);
  });

  it("refreshes one component alone", async () => {
    await oml("lock", "--tenant", "demo");
    moved.set("omnileads/nginx:latest", "omnileads/nginx:bbbbbbbb");
    moved.set("omnileads/kamailio:latest", "omnileads/kamailio:bbbbbbbb");
    const { stdout } = await oml("lock", "--tenant", "demo", "--component", "kamailio");
    expect(stdout).toContain("demo: kamailio:");
    expect(stdout).not.toContain("demo: nginx:");
    const { stdout: left } = await oml("lock", "--tenant", "demo", "--check", "--format", "json");
    const [tenant] = (JSON.parse(left) as { tenants: { changes: { component: string }[] }[] }).tenants;
    expect(tenant?.changes.map(({ component }) => component)).toEqual(["nginx"]);
  });

  it("locks the others where one tenant cannot be, and leaves that one's lock alone", async () => {
    await oml("lock", "--all");
    const before = readFileSync(lockFile("acme"), "utf8");
    writeFileSync(join(instances, "acme", "tenant.yml"), "images: { redis: 9.9.9 }\n");
    gone.add("redislabs/redisgears:9.9.9");
    moved.set("omnileads/nginx:latest", "omnileads/nginx:bbbbbbbb");
    const { status, stdout } = await oml("lock", "--all");
    expect(status).toBe(1);
    expect(stdout).toContain(
      "acme: not locked, and nothing was written: docker.io/redislabs/redisgears has no tag 9.9.9",
    );
    expect(stdout).toContain("demo: nginx: docker.io/omnileads/nginx latest@");
    expect(readFileSync(lockFile("acme"), "utf8")).toBe(before);
  });

  it("replaces a lock that is none", async () => {
    writeFileSync(lockFile("demo"), "<<<<<<< ours\n");
    expect(await oml("lock", "--tenant", "demo")).toMatchObject({ status: 0 });
    expect(await oml("lock", "--tenant", "demo", "--check")).toMatchObject({ status: 0 });
  });

  it("asks for each tag once, however many tenants have it", async () => {
    requests = 0;
    await oml("lock", "--tenant", "demo");
    const one = requests;
    for (const name of ["two", "three"])
      cpSync(join(instances, "demo"), join(instances, name), { recursive: true });
    rmSync(join(instances, "acme"), { recursive: true });
    requests = 0;
    await oml("lock", "--all");
    expect(requests).toBe(one);
  });

  it("says which registry it could not ask", async () => {
    writeFileSync(
      join(folder, "closed.conf"),
      '[[registry]]\nprefix = "docker.io"\nlocation = "127.0.0.1:1"\n',
    );
    const env = {
      ...process.env,
      OML_INSTANCES: instances,
      CONTAINERS_REGISTRIES_CONF: join(folder, "closed.conf"),
    };
    const child = spawn(join(ROOT, "bin/oml"), ["install", "--tenant", "demo", "--format", "json"], { env });
    let stdout = "";
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const report = JSON.parse(stdout) as { outcome: string; reason: string };
    expect(report.outcome).toBe("failed");
    expect(report.reason).toMatch(/127\.0\.0\.1:1 .*Nothing was touched\.$/);
    expect(status).toBe(1);
  });

  it("shows before an upgrade what it changes since the last commit, an upgrade that was not committed included", async () => {
    const git = (...args: readonly string[]) => {
      const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
      return execFileSync("git", ["-C", instances, ...who, ...args], { encoding: "utf8" }).trim();
    };
    await oml("lock", "--all");
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-qm", "Lock");
    const base = git("rev-parse", "HEAD");
    moved.set("omnileads/nginx:face6cfa", "omnileads/nginx:bbbbbbbb");
    // Without the vault's password no host is asked.
    const first = await oml("upgrade", "--tenant", "acme");
    expect(first.status).toBe(1);
    const plan = first.stderr.slice(first.stderr.indexOf("acme: upgrade"));
    expect(first.stderr).toContain(base.slice(0, 8));
    expect(plan).toMatch(/nginx.*upgrade/);
    expect(plan).not.toMatch(/kamailio.*upgrade/);
    moved.set("omnileads/kamailio:face6cfa", "omnileads/kamailio:bbbbbbbb");
    const { stderr } = await oml("upgrade", "--tenant", "acme");
    expect(stderr).toMatch(/nginx.*upgrade[^]*kamailio.*upgrade|kamailio.*upgrade[^]*nginx.*upgrade/);
  });

  it.each([
    [["lock"], "which tenants?"],
    [["lock", "--tenant", "demo", "--all"], "which tenants?"],
    [["lock", "--tenant", "dmeo"], "Tenants: acme, demo."],
    [["lock", "--tenant", "demo", "--component", "astrisk"], "Valid: "],
    [["upgrade", "--tenant", "dmeo"], "Tenants: acme, demo."],
  ])("refuses %j with exit 2", async (args, words) => {
    const { status, stderr } = await oml(...args);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });
});
