/** A fleet of two tenants on real hosts, deployed by deploy.yml itself: every job of it, started by act. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journalCursor, onHost, runnerEnvironment, sshConnections } from "../../lab/lab.ts";
import { PLACE } from "../../lab/place.ts";
import { publish } from "../../lab/registry.ts";
import type { Event } from "../act/repository.ts";
import { type Ended, jobOf } from "../act/run.ts";
import { Fleet, IMPATIENT, inLab, ROOT } from "./fleet.ts";
import { allInvocations, everythingOfDemo, restarted } from "./observe.ts";
import { Pipeline } from "./pipeline.ts";

const VAULT = join(ROOT, "instances", "acme", "vault-password.example");
const [NEWER, OLDER] = ["face6cfa", "ff63617b"] as const;
const ACME_APP = "192.0.2.21/32";
const fleet = new Fleet(["demo", "acme"]);
const runs: Ended[] = [];
let pipeline: Pipeline;

const demo = (name = "inventory.yml"): string => `instances/demo/${name}`;
const acme = (name = "inventory.yml"): string => `instances/acme/${name}`;

/** Gives `latest` of two images, one a host, to one of their releases, as a registry does when somebody pushes. */
const moveLatest = (release: string): Promise<void> =>
  publish(
    PLACE,
    ["nginx", "asterisk"].map((name) => ({
      repository: `docker.io/omnileads/${name}`,
      key: release,
      tags: ["latest"],
    })),
  );

/** The route to acme's app host, taken away (`add`) or given back (`del`). */
const block = (verb: "add" | "del"): ReturnType<typeof inLab> =>
  inLab(["ip", "route", verb, "unreachable", ACME_APP]);

beforeAll(async () => {
  await moveLatest(NEWER);
  fleet.addSetting("demo", "wave: 1");
  fleet.addSetting("demo", IMPATIENT);
  // The sick image is one that nobody tried here yet, whatever was put back on these hosts before.
  await onHost("demo-app", ["rm", "-f", "/var/lib/oml/held.json"]);
  await fleet.converge("demo", "--retry", "--allow-older");
  await fleet.converge("acme", "--retry", "--allow-older", "--vault-password-file", VAULT);
  pipeline = await Pipeline.open(fleet, ["demo", "acme"], readFileSync(VAULT, "utf8").trim());
});
afterAll(async () => {
  await block("del");
  await moveLatest(NEWER);
  // The hosts know commits of a repository that is gone now: what comes next begins without.
  const last = new Fleet(["demo", "acme"]);
  await last.converge("demo", "--retry", "--allow-older");
  await last.converge("acme", "--retry", "--allow-older", "--vault-password-file", VAULT);
  last.remove();
  fleet.remove();
  await pipeline.close();
});

/** Runs deploy.yml and holds how each of its jobs ended; the whole log is the message of what fails. */
async function deploy(event: Event, jobs: Readonly<Record<string, string>>): Promise<Ended> {
  const run = await pipeline.deploy(event);
  runs.push(run);
  const ended = Object.fromEntries(run.jobs.map(({ id, result }) => [id, result]));
  expect(ended, run.output).toEqual({ plan: "success", ...jobs });
  expect(run.status === 0, run.output).toBe(!Object.values(jobs).includes("failure"));
  return run;
}

const GREEN_CANARY = { "wave-1": "success", "judge-1": "success", report: "success" } as const;

test("without OML_FLEET no job runs and no host is reached", async () => {
  const cursors = await Promise.all([journalCursor("demo-app"), journalCursor("demo-voice")]);
  pipeline.repository.write("notes.md", "A fleet.\n");
  const run = await pipeline.deploy(pipeline.repository.push("Begin"), true);
  expect(run.status, run.output).toBe(0);
  expect(run.jobs).toEqual([]);
  expect(await sshConnections("demo-app", cursors[0])).toBe(0);
  expect(await sshConnections("demo-voice", cursors[1])).toBe(0);
});

test("a merge that changes no release goes through both waves and restarts nothing", async () => {
  const invocations = await allInvocations();
  pipeline.repository.write("notes.md", "The fleet.\n");
  const waves = { ...GREEN_CANARY, "wave-2": "success", "judge-2": "success" };
  const run = await deploy(pipeline.repository.push("Say it better"), waves);
  expect(jobOf(run, "wave-1").log).toContain("demo: unchanged");
  expect(jobOf(run, "wave-2").log).toContain("acme: unchanged");
  expect(jobOf(run, "report").summary).toContain("2 unchanged");
  expect(restarted(invocations, await allInvocations())).toEqual([]);
});

test("a revert from latest to latest across a moved tag restores both hosts, byte for byte", async () => {
  const [before, invocations] = [await everythingOfDemo(), await allInvocations()];
  await moveLatest(OLDER);
  await pipeline.lock("demo");
  expect(pipeline.repository.git("diff", "--name-only")).toBe(demo("images.lock.json"));
  const moved = await deploy(pipeline.repository.push("Lock what latest is now"), GREEN_CANARY);
  expect(jobOf(moved, "report").summary).toContain("1 deployed");
  const between = await allInvocations();
  expect(restarted(invocations, between)).toEqual(["demo-app/nginx", "demo-voice/asterisk"]);
  expect(await everythingOfDemo()).not.toEqual(before);

  const back = await deploy(pipeline.repository.revert(), GREEN_CANARY);
  expect(jobOf(back, "report").summary).toContain("1 deployed");
  expect(restarted(between, await allInvocations())).toEqual(["demo-app/nginx", "demo-voice/asterisk"]);
  expect(await everythingOfDemo()).toEqual(before);
});

test("a release that is sick at the canary never reaches the next wave", async () => {
  const [before, cursor] = [await everythingOfDemo(), await journalCursor("acme-app")];
  pipeline.repository.edit(demo(), "nginx_version: latest", "nginx_version: sick");
  pipeline.repository.edit(acme(), `nginx_version: ${NEWER}`, "nginx_version: sick");
  await pipeline.lock("demo");
  await pipeline.lock("acme");
  const jobs = { "wave-1": "success", "judge-1": "failure", report: "failure" };
  const run = await deploy(pipeline.repository.push("Take a sick nginx"), jobs);
  expect(jobOf(run, "report").summary).toMatch(/demo<\/code> \| 1 \| \*\*rolled-back\*\*/);
  expect(jobOf(run, "report").summary).toMatch(/acme<\/code> \| 2 \| postponed \|.*nothing was touched/);
  expect(await everythingOfDemo()).toEqual(before);
  expect(await sshConnections("acme-app", cursor)).toBe(0);
});

test("nor does a setting, in the next run either, which leaves the canary alone; its revert heals both", async () => {
  pipeline.repository.revert();
  pipeline.repository.edit(demo(), "shm_size: 64", "shm_size: 1");
  pipeline.repository.edit(acme(), "shm_size: 128", "shm_size: 1");
  const [before, cursor] = [await everythingOfDemo(), await journalCursor("acme-app")];
  const sick = pipeline.repository.push("Give Kamailio too little memory");
  const stopped = { "wave-1": "success", "judge-1": "failure", report: "failure" };
  const first = await deploy(sick, stopped);
  expect(jobOf(first, "report").summary).toMatch(/demo<\/code> \| 1 \| \*\*rolled-back\*\*/);
  expect(await everythingOfDemo()).toEqual(before);

  const invocations = await allInvocations();
  const waves = { ...GREEN_CANARY, "wave-2": "success", "judge-2": "success" };
  const second = await deploy(pipeline.repository.schedule(), { ...waves, report: "failure" });
  const { summary } = jobOf(second, "report");
  expect(summary).toMatch(/demo<\/code> \| 1 \| rolled-back \(held\)/);
  const merge = pipeline.repository.git("rev-parse", "--short=8", "HEAD");
  expect(summary).toMatch(new RegExp(`acme</code> \\| 2 \\| postponed \\|.*what merge ${merge} changed`));
  expect(await sshConnections("acme-app", cursor)).toBe(0);

  const healed = await deploy(pipeline.repository.revert(), waves);
  expect(jobOf(healed, "report").summary).toContain("2 unchanged");
  expect(restarted(invocations, await allInvocations())).toEqual([]);
});

test("one tenant unreachable: the other of its wave deploys, and the run is red and names it", async () => {
  pipeline.repository.edit(acme(), "shm_size: 128", "shm_size: 128 # enough");
  pipeline.repository.edit(demo("tenant.yml"), "wave: 1", "wave: 2");
  pipeline.repository.edit(demo(), "nginx_version: latest", `nginx_version: ${OLDER}`);
  await pipeline.lock("demo");
  expect(await block("add")).toMatchObject({ code: 0 });
  const invocations = await allInvocations();
  const jobs = { "wave-2": "success", "judge-2": "success", report: "failure" };
  const run = await deploy(pipeline.repository.push("Take nginx one release further"), jobs);
  const { summary, annotations } = jobOf(run, "report");
  expect(summary).toMatch(/acme<\/code> \| 2 \| \*\*unreachable\*\*/);
  expect(summary).toMatch(/demo<\/code> \| 2 \| deployed/);
  expect(annotations.map(({ message }) => message).join("\n")).toContain("Look at acme.");
  expect(restarted(invocations, await allInvocations())).toContain("demo-app/nginx");
});

test("neither the key nor a secret of a tenant stands in a log, a summary or a request to GitHub", () => {
  const key = readFileSync(runnerEnvironment()["OML_SSH_KEY"] ?? "", "utf8").split("\n");
  const ofTenants = ["demo-example-9d2f41", "demo-example-2a6c93", "acme-example-61d7f3", "lab-acme-db-9b27"];
  const secrets = [...key.slice(1, -2), ...ofTenants, readFileSync(VAULT, "utf8").trim()];
  const shown = [
    ...runs.flatMap(({ jobs }) => jobs.flatMap(({ log, summary }) => [log, summary])),
    ...pipeline.github.writes().map(({ body }) => JSON.stringify(body)),
  ].join("\n");
  expect(key.length).toBeGreaterThan(5);
  for (const word of ["rolled-back", "demo: unchanged"]) expect(shown).toContain(word);
  for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
});
