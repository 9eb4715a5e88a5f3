/**
 * `npm run demo`: the four moves on two real hosts, from a git repository made for it: a pull request with a mistake,
 * the plan, merges that deploy, a revert, a rollback. With `--keep` everything stays up for a look around.
 */
import { join } from "node:path";
import { closeHosts, expectRestarts, moveLatest, nginxImage, openHosts } from "./demo/hosts.ts";
import { Repository, whereToolkitIsEdited } from "./demo/repository.ts";
import { say, step } from "./demo/terminal.ts";

const root = join(import.meta.dirname, "..");
const [OLDER, NEWER] = ["ff63617b", "face6cfa"] as const;
const DEMO = ["--tenant", "demo"] as const;
const ASTERISK = ["demo-voice/asterisk"];
const NGINX = ["demo-app/nginx"];

step("Boot two real Linux hosts.");
const wasUp = await openHosts();
const fleet = new Repository();
const { terminal } = fleet;
const unreviewed = whereToolkitIsEdited(root);
const deploy = (): void => terminal.type("oml", "deploy", ...DEMO, ...unreviewed);

/** The tenant comes to git, and to its hosts. */
async function install(): Promise<string> {
  await moveLatest(OLDER);
  step("Put a tenant into a fleet's repository, its images locked by digest.");
  say(`typed in ${fleet.path}; 'oml' is 'npx oml', and OML_INSTANCES names the tenants' folder`);
  fleet.edit("asterisk_version: latest", `asterisk_version: ${OLDER}`);
  terminal.type("oml", "lock", ...DEMO);
  fleet.push("Add the tenant demo");
  step("Install it.");
  terminal.type("./deploy.sh", "--action=install", "--tenant=demo", ...unreviewed);
  step("Ask what runs and how it is.");
  terminal.type("oml", "status", ...DEMO);
  step("Deploy again: there is nothing to do, so nothing is touched.");
  await expectRestarts([], deploy);
  return terminal.ask("rev-parse", "HEAD");
}

/** One component changes its tag: a mistake, its correction, the plan, the merge. */
async function upgrade(): Promise<void> {
  step("Open a pull request that upgrades asterisk, with a mistake in it: it is shown on its line.");
  fleet.branch("asterisk");
  fleet.edit(`asterisk_version: ${OLDER}`, `asterisk_verison: ${NEWER}`);
  terminal.typeInVain("oml", "validate");
  step("Correct it, and lock what the new tag names.");
  fleet.edit(`asterisk_verison: ${NEWER}`, `asterisk_version: ${NEWER}`);
  terminal.type("oml", "lock", ...DEMO, "--component", "asterisk");
  terminal.type("oml", "validate");
  fleet.push("Upgrade asterisk of demo");
  step("Read what merging it would do. No host is asked.");
  terminal.type("oml", "plan", ...DEMO);
  step("Merge it: what was reviewed is deployed, and only asterisk restarts.");
  fleet.merge("asterisk");
  await expectRestarts(ASTERISK, deploy);
}

/** The registry moves a tag: the lock is what is deployed, and a revert brings the earlier bytes back. */
async function refresh(): Promise<void> {
  await moveLatest(NEWER);
  step("The registry has moved nginx:latest. That changes nothing here.");
  await expectRestarts([], deploy);
  step("Take it up: refresh the lock in a pull request, read the plan, merge.");
  const before = await nginxImage();
  fleet.branch("nginx");
  terminal.type("oml", "lock", ...DEMO, "--component", "nginx");
  fleet.push("Refresh the lock of nginx of demo");
  terminal.type("oml", "plan", ...DEMO);
  fleet.merge("nginx");
  await expectRestarts(NGINX, deploy);
  step("Revert the merge: the earlier image runs again, byte for byte.");
  terminal.type("git", "revert", "--no-edit", "-m", "1", "HEAD");
  terminal.type("git", "push", "--quiet", "origin", "main");
  await expectRestarts(NGINX, deploy);
  if ((await nginxImage()) !== before) throw new Error("nginx does not run its earlier image");
  say(`nginx runs ${before} again`);
}

/** One tenant goes back on its own, however many tenants a merge held. */
async function rollBack(to: string): Promise<void> {
  step("Roll the tenant back to what it was installed with, by the same way: files, plan, merge.");
  fleet.branch("back");
  terminal.type("oml", "rollback", ...DEMO, "--to", to.slice(0, 10));
  fleet.push(`Roll demo back to ${to.slice(0, 10)}`);
  terminal.type("oml", "plan", ...DEMO);
  fleet.merge("back");
  await expectRestarts(ASTERISK, deploy);
  step("Ask once more what runs.");
  terminal.type("oml", "status", ...DEMO);
}

try {
  const installed = await install();
  await upgrade();
  await refresh();
  await rollBack(installed);
  await end();
} catch (error) {
  console.error(`\ndemo: ${error instanceof Error ? error.message : String(error)}.`);
  lookAround();
  process.exitCode = 1;
  await moveLatest(NEWER).catch(() => undefined);
}

async function end(): Promise<void> {
  await moveLatest(NEWER);
  if (process.argv.includes("--keep")) return lookAround();
  step("Clean up: the repository and the hosts' disks go; the lab's cache and the pulled images stay.");
  fleet.remove();
  await closeHosts(wasUp);
  console.log("\nThat was all of it. To look around on the hosts at its end: npm run demo -- --keep");
}

function lookAround(): void {
  console.log(`\nThe lab is up, and the fleet's repository is ${fleet.path}. Look around:
  npm run lab -- status
  npm run lab -- ssh demo-app
  npm run lab -- exec -- npx oml status --tenant demo --instances ${fleet.path}/instances
and end it:
  npm run lab -- reset demo-app demo-voice; npm run lab -- down; rm -r ${join(fleet.path, "..")}`);
}
