/** A fleet in git: hosts know the commit they run, and a tenant goes back to the release before. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Fleet, inLab, ROOT } from "./fleet.ts";
import { allInvocations, restarted, runningImage } from "./observe.ts";

/** The toolkit as it lies here, in no repository: what is not committed of it would be refused. */
const toolkit = mkdtempSync(join(tmpdir(), "oml-toolkit-"));
const COPIED = ["bin", "src", "playbooks", "scripts", "deploy.sh", "package.json", "package-lock.json"];
for (const name of [...COPIED, "requirements.txt", "requirements-dev.txt"]) {
  cpSync(join(ROOT, name), join(toolkit, name), { recursive: true });
}
for (const name of ["node_modules", ".venv"]) symlinkSync(join(ROOT, name), join(toolkit, name));

const fleet = new Fleet(["demo"], join(toolkit, "bin", "oml"));

/** Runs git in the fleet's folder; what it printed. */
function git(...args: readonly string[]): string {
  const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  const end = spawnSync("git", ["-C", fleet.folder, ...who, ...args], { encoding: "utf8" });
  if (end.status !== 0) throw new Error(`git ${args.join(" ")}: ${end.stderr}`);
  return end.stdout.trim();
}

/** Commits everything, the images locked; the commit's hash. */
async function commit(message: string): Promise<string> {
  await fleet.lock("demo");
  git("add", "-A");
  git("commit", "-q", "-m", message);
  return git("rev-parse", "HEAD");
}

let older = "";
let newer = "";

beforeAll(async () => {
  fleet.set("demo", "nginx_version", "ff63617b");
  git("init", "-q", "-b", "main");
  older = await commit("Older");
  await fleet.converge("demo", "--retry", "--allow-older");
  fleet.set("demo", "nginx_version", "face6cfa");
});
afterAll(() => {
  fleet.remove();
  rmSync(toolkit, { recursive: true });
});

const running = (): Promise<string> => runningImage("demo-app", "oml-nginx-server");
let olderImage = "";

test("what is not committed is refused before a host is asked", async () => {
  olderImage = await running();
  const refused = await fleet.deploy("demo");
  expect(refused).toMatchObject({ outcome: "refused", code: 1 });
  expect(refused.reason).toContain("not as committed");
  newer = await commit("Newer");
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({
    outcome: "deployed",
    source: { commit: newer, unreviewed: null },
  });
});

test("an older commit is refused by what the hosts know", async () => {
  git("checkout", "-q", "--detach", older);
  const before = await allInvocations();
  const result = await fleet.deploy("demo");
  git("checkout", "-q", "main");
  expect(result).toMatchObject({ outcome: "refused", code: 1 });
  expect(result.reason).toContain(`it runs commit ${newer.slice(0, 10)}, which is newer than`);
  expect(restarted(before, await allInvocations())).toEqual([]);
});

test("deploy.sh rolls the tenant back, deploys it, and names the commit to make", async () => {
  const argv = [join(toolkit, "deploy.sh"), "--action=rollback", "--tenant=demo"];
  const run = await inLab(argv, { OML_INSTANCES: fleet.folder });
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toContain("not reviewed: deploy.sh rollback");
  expect(await running()).toBe(olderImage);
  expect(git("status", "--porcelain")).toBe("M demo/images.lock.json\n M demo/inventory.yml");
  expect(git("diff", older, "--", "demo")).toBe("");
  const [, command = ""] = /is not committed yet: (.*)/.exec(run.stderr) ?? [];
  expect(command).toContain("demo/inventory.yml");
  const made = spawnSync("sh", ["-c", command], {
    encoding: "utf8",
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: "Ann",
      GIT_AUTHOR_EMAIL: "ann@example.com",
      GIT_COMMITTER_NAME: "Ann",
      GIT_COMMITTER_EMAIL: "ann@example.com",
    },
  });
  expect(made.status, made.stderr).toBe(0);
  expect(git("status", "--porcelain")).toBe("");
});

test("what a person has go behind the hosts' commit is noted where nothing changes, and not refused again", async () => {
  const bare = new Fleet();
  bare.set("demo", "nginx_version", "ff63617b");
  const before = await allInvocations();
  expect(await bare.deploy("demo")).toMatchObject({ outcome: "refused" });
  expect(await bare.deploy("demo", "--allow-older")).toMatchObject({ outcome: "unchanged" });
  expect(await bare.deploy("demo")).toMatchObject({ outcome: "unchanged" });
  expect(restarted(before, await allInvocations())).toEqual([]);
  bare.remove();
});
