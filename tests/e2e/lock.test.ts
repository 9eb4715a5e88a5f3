/** What is locked is what runs: a tag that moves at the registry changes nothing until somebody locks it again. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journalCursor, sshConnections } from "../../lab/lab.ts";
import { PLACE } from "../../lab/place.ts";
import { publish } from "../../lab/registry.ts";
import { Fleet, inLab, ROOT, type Run } from "./fleet.ts";
import { allInvocations, restarted, runningImage } from "./observe.ts";

const fleet = new Fleet();
const lock = fleet.path("demo", "images.lock.json");
const [NEWER, OLDER] = ["face6cfa", "ff63617b"] as const;

/** Gives `latest` of nginx to one of its releases, as a registry does when somebody pushes. */
const moveLatest = (release: string): Promise<void> =>
  publish(PLACE, [{ repository: "docker.io/omnileads/nginx", key: release, tags: ["latest"] }]);

/** deploy.sh as an SRE types it, on the fleet of the test. */
const deploySh = (...args: readonly string[]): Promise<Run> =>
  inLab([join(ROOT, "deploy.sh"), "--tenant=demo", ...args], { OML_INSTANCES: fleet.folder });

const nginx = (): Promise<string> => runningImage("demo-app", "oml-nginx-server");
const digestIn = (text: string, component: string): string =>
  (JSON.parse(text) as { components: Record<string, { digest: string }[]> }).components[component]?.[0]
    ?.digest ?? "none";

beforeAll(async () => {
  await moveLatest(NEWER);
  rmSync(lock, { force: true });
});
afterAll(async () => {
  await moveLatest(NEWER);
  fleet.remove();
});

test("a tenant that nobody locked is refused with no connection made, and the command to type", async () => {
  const cursor = await journalCursor("demo-app");
  const run = await inLab(fleet.argv("deploy", "--tenant", "demo", "--format", "json"));
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({
    outcome: "refused",
    reason: expect.stringContaining("oml lock --tenant demo"),
  });
  expect(await sshConnections("demo-app", cursor)).toBe(0);
});

test("install locks it, says so, and runs what it locked", async () => {
  const check = await deploySh("--action=install", "--check");
  expect(check.stderr).toContain("images.lock.json would be written");
  expect(existsSync(lock)).toBe(false);
  const run = await deploySh("--action=install", "--retry");
  expect(run.code, run.stdout + run.stderr).toBe(0);
  expect(run.stderr).toContain("oml: demo: wrote images.lock.json");
  expect(readFileSync(lock, "utf8")).toContain(`"named": "${NEWER}"`);
  expect(await nginx()).toContain(digestIn(readFileSync(lock, "utf8"), "nginx"));
});

test("a tag that moved changes nothing, and --check tells", async () => {
  await moveLatest(OLDER);
  const before = await allInvocations();
  const again = await deploySh("--action=install");
  expect(again.code, again.stdout + again.stderr).toBe(0);
  expect(again.stdout).toContain("unchanged");
  expect(restarted(before, await allInvocations())).toEqual([]);
  const check = await inLab(fleet.argv("lock", "--tenant", "demo", "--check"));
  expect(check.code).toBe(1);
  expect(check.stdout).toMatch(
    /^demo: nginx: docker\.io\/omnileads\/nginx latest@\S+ \(face6cfa\) → latest@\S+ \(ff63617b\)\ndemo: Not as/,
  );
});

test("upgrade takes it up on one component alone, and the lock before brings the earlier bytes back", async () => {
  const locked = readFileSync(lock, "utf8");
  const [image, before] = [await nginx(), await allInvocations()];
  const upgrade = await deploySh("--action=upgrade", "--component=nginx");
  expect(upgrade.code, upgrade.stdout + upgrade.stderr).toBe(0);
  expect(upgrade.stderr).toMatch(/oml: demo: nginx: .* \(face6cfa\) → .* \(ff63617b\)/);
  expect(await nginx()).toContain(digestIn(readFileSync(lock, "utf8"), "nginx"));
  expect(await nginx()).not.toBe(image);
  expect(restarted(before, await allInvocations())).toEqual(["demo-app/nginx"]);
  writeFileSync(lock, locked);
  const revert = await inLab(fleet.argv("deploy", "--tenant", "demo"));
  expect(revert.code, revert.stdout + revert.stderr).toBe(0);
  expect(await nginx()).toBe(image);
});
