/** Planted canaries: no secret of a tenant shows anywhere that is not root's alone. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onHost, resetHosts } from "../../lab/lab.ts";
import { Fleet, inLab, ROOT, type Run } from "./fleet.ts";

const fleet = new Fleet();
// Drawn anew, so that no file of an earlier run holds it; the pattern finds it and does not match itself.
const CANARY = `Canary${randomBytes(6).toString("hex")}9`;
const PATTERN = CANARY.replace(/9$/, "[9]");
const VARIABLES = [
  "postgres_password",
  "ami_password",
  "dialer_password",
  "bucket_access_key",
  "bucket_secret_key",
  "s3_http_admin_pass",
  "django_secret_key",
  "kamailio_webrtc_auth_eph_key",
];
/** Secrets travel packed: the beginning of gzip in base64, and more than a word may have. */
const PACKED = /H4sI[A-Za-z0-9+/]{100}/;
const seenInArguments = new Set<string>();
/** What others can read, so that the search is seen to find it. */
const PLANTED = "/var/tmp/oml-planted";
let sampling: NodeJS.Timeout;

/** How often each process that lives was seen. */
let looks = new Map<string, number>();
/** A process is looked at in each pass while it is that young, and once in as many passes after. */
const PASSES = 40;

/**
 * Looks at the argv of the machine's processes; the hosts' and containers' are among them. To read all of them in each
 * pass would take a whole processor from what is tested.
 */
function sampleProcesses(): void {
  const before = looks;
  looks = new Map();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const seen = (before.get(pid) ?? 0) + 1;
    looks.set(pid, seen);
    if (seen > PASSES && seen % PASSES !== 0) continue;
    try {
      const argv = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (argv.includes(CANARY) || PACKED.test(argv)) seenInArguments.add(argv.replaceAll("\0", " "));
    } catch {
      continue;
    }
  }
}

beforeAll(async () => {
  await resetHosts(["demo-app", "demo-voice"]);
  for (const variable of VARIABLES)
    fleet.set("demo", variable, `${CANARY}-${variable.replaceAll("_", "-")}-0123456789`);
  const extras = fleet.path("demo", "tenant.yml");
  const password = readFileSync(extras, "utf8").replace(
    /password: .*/,
    `password: ${CANARY}-backup-0123456789`,
  );
  writeFileSync(extras, password);
  sampling = setInterval(sampleProcesses, 25);
});
afterAll(async () => {
  clearInterval(sampling);
  fleet.remove();
  await resetHosts(["demo-app", "demo-voice"]);
});

const outputs: Run[] = [];

const ABOUT_SETS = [
  ["backup"],
  ["backups"],
  ["drill"],
  ["restore", "--confirm", "demo"],
  ["restore", "--undo", "--confirm", "demo"],
  ["restore", "--accept", "--confirm", "demo"],
] as const;

test("no output of an install, of what is done about sets, a failed upgrade, a check, a status or a render holds one", async () => {
  outputs.push(await fleet.lock("demo"));
  outputs.push(await fleet.converge("demo"));
  outputs.push(await inLab(fleet.argv("render", "--tenant", "demo")));
  outputs.push(await inLab(fleet.argv("status", "--tenant", "demo")));
  outputs.push(await inLab(fleet.argv("deploy", "--tenant", "demo", "--check")));
  for (const [verb, ...args] of ABOUT_SETS) {
    const done = await inLab(fleet.argv(verb, "--tenant", "demo", ...args));
    expect(done.code, done.stdout + done.stderr).toBe(0);
    outputs.push(done);
  }
  fleet.set("demo", "nginx_version", "sick");
  fleet.set("demo", "django_version", "broken");
  outputs.push(await fleet.deploy("demo"));
  for (const output of outputs) expect(output.stdout + output.stderr).not.toContain(CANARY);
});

test("no process showed one in its arguments", () => {
  clearInterval(sampling);
  expect([...seenInArguments]).toEqual([]);
});

test.each(["demo-app", "demo-voice"] as const)(
  "neither %s's journal nor a file that others can read holds one",
  async (host) => {
    const journal = await onHost(host, [
      "sh",
      "-c",
      `journalctl -q --no-pager -o export > /root/journal && grep -ac '${PATTERN}' /root/journal; wc -l < /root/journal; rm /root/journal`,
    ]);
    const [found, lines] = journal.stdout.trim().split("\n").map(Number);
    expect(found).toBe(0);
    expect(lines).toBeGreaterThan(1000);
    const readable = [
      "runuser",
      "-u",
      "nobody",
      "--",
      "grep",
      "-rIls",
      "--exclude-dir=proc",
      "--exclude-dir=sys",
      PATTERN,
      "/",
    ];
    await onHost(host, ["tee", PLANTED], { input: CANARY });
    expect((await onHost(host, readable)).stdout.trim(), "but for the one that was planted").toBe(PLANTED);
  },
);

test("the runner keeps none in the checkout or in a place that others can read", async () => {
  const search = ["runuser", "-u", "nobody", "--", "grep", "-rIls", PATTERN, "/tmp", "/dev/shm", "/run"];
  const found = (await inLab(search)).stdout
    .split("\n")
    .filter((line) => line && !line.startsWith(fleet.folder));
  expect(found).toEqual([]);
  const checkout = await inLab([
    "grep",
    "-rIl",
    "--exclude-dir=node_modules",
    "--exclude-dir=.git",
    PATTERN,
    ROOT,
  ]);
  expect(checkout.stdout).toBe("");
});
