/** Planted canaries: no secret of a tenant shows anywhere that is not root's alone. */
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onHost, resetHosts } from "../../lab/lab.ts";
import { run } from "../../lab/process.ts";
import { ArgumentsWatch } from "./arguments.ts";
import { CANARY, canaryOf, closeBucket, plantCanaries, VARIABLES } from "./canaries.ts";
import { Fleet, inLab, ROOT } from "./fleet.ts";
import { findLeaks, inEachForm, type Leak } from "./leaks.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;
const fleet = new Fleet();
/** Root's alone. */
const evidence = mkdtempSync(join(tmpdir(), "oml-evidence-"));
/** What is planted on purpose, so that each search is seen to find it: how its places are called, and the texts. */
const PURPOSE = `oml-on-purpose-${basename(evidence)}`;
const PLANTED = Object.entries(inEachForm(`${CANARY}-on-purpose`));
const planted = PLANTED.map(([, text], at) => [`${PURPOSE}-${at}`, text] as const);
/** What is looked for. */
let secrets: readonly string[] = [];
let watch: ArgumentsWatch;

/** Where a search found something, in which form, and what: each once. */
const told = (leaks: readonly Leak[]): readonly string[] =>
  [...new Set(leaks.map(({ path, form }) => `${path} ${form}`))].sort();

/** The same, had it found in a folder what was planted there, and nothing else. */
const onlyPlanted = (folder: string): readonly string[] =>
  PLANTED.map(([form], at) => `${join(folder, PURPOSE)}-${at} ${form}`).sort();

/** What a search of texts finds, kept meanwhile as files of the evidence. */
async function searchTexts(
  texts: Iterable<readonly [name: string, text: string]>,
): Promise<readonly string[]> {
  for (const [name, text] of texts) appendFileSync(join(evidence, name), text);
  const leaks = await findLeaks(run, "root", secrets, [evidence]);
  for (const name of readdirSync(evidence)) rmSync(join(evidence, name));
  return told(leaks);
}

beforeAll(async () => {
  await resetHosts(HOSTS);
  secrets = await plantCanaries(fleet);
  watch = new ArgumentsWatch();
});
afterAll(async () => {
  watch.stop();
  fleet.remove();
  rmSync(evidence, { recursive: true });
  await closeBucket();
  await resetHosts(HOSTS);
});

/** Where a machine's users leave what others may read. */
const SHARED = ["/tmp", "/var/tmp", "/var/log", "/dev/shm", "/run", "/home", "/etc", "/opt", "/srv"];

const ABOUT_SETS = [
  ["backup"],
  ["backups"],
  ["verify"],
  ["drill"],
  ["restore", "--confirm", "demo"],
  ["restore", "--undo", "--confirm", "demo"],
  ["restore", "--accept", "--confirm", "demo"],
  ["retain"],
] as const;

test("no output of an install, of what is done about sets, a failed upgrade, a check, a status or a render holds one", async () => {
  const runs = [
    await fleet.lock("demo"),
    await fleet.converge("demo"),
    await inLab(fleet.argv("render", "--tenant", "demo")),
    await inLab(fleet.argv("status", "--tenant", "demo")),
    await inLab(fleet.argv("deploy", "--tenant", "demo", "--check")),
    await inLab(fleet.argv("validate")),
  ];
  for (const [verb, ...args] of ABOUT_SETS)
    runs.push(await inLab(fleet.argv(verb, "--tenant", "demo", ...args)));
  for (const { code, stdout, stderr } of runs) expect(code, stdout + stderr).toBe(0);
  await expectInUse();
  fleet.set("demo", "nginx_version", "sick");
  const refused = await inLab(fleet.argv("deploy", "--tenant", "demo"));
  expect(refused.stdout, "it is not locked").toMatch(/^demo: refused /);
  runs.push(refused);
  fleet.set("demo", "django_version", "broken");
  const upgrade = await fleet.deploy("demo");
  expect(upgrade, upgrade.reason).toMatchObject({ outcome: "rolled-back", code: 1 });
  runs.push(upgrade);
  const outputs = runs.map(({ stdout, stderr }, at) => [`output-${at}`, stdout + stderr] as const);
  expect(await searchTexts([...outputs, ...planted])).toEqual(onlyPlanted(evidence));
});

/** Fails where a secret did not come to the app host: root sees it in /etc. */
async function expectInUse(): Promise<void> {
  const found = await findLeaks((...call) => onHost("demo-app", ...call), "root", secrets, ["/etc"]);
  for (const name of VARIABLES)
    expect(
      found.some(({ excerpt }) => excerpt.startsWith(canaryOf(name))),
      name,
    ).toBe(true);
  expect(found.filter(({ path }) => path.endsWith("key.pem")).length).toBe(secrets.length - 1);
}

test("no process showed one in its arguments", async () => {
  // On a host whose journal is not searched: how it is begun stands there.
  const showing = planted.map((words) => onHost("cloud", ["sh", "-c", "sleep 3; :", ...words]));
  await Promise.all(showing);
  watch.stop();
  expect(watch.seen.size).toBeGreaterThan(1000);
  const nameOf = (argv: string): string => planted.find(([name]) => argv.includes(name))?.[0] ?? "arguments";
  const texts = [...watch.seen].map((argv) => [nameOf(argv), argv.replaceAll("\0", "\n")] as const);
  expect(await searchTexts(texts)).toEqual(onlyPlanted(evidence));
});

test.each(HOSTS)("neither %s's journal nor a file that others can read holds one", async (host) => {
  const on = (...call: Parameters<typeof run>) => onHost(host, ...call);
  const bash = (script: string) => on(["bash", "-euc", script], {});
  const exported = "journalctl -q --no-pager -o export > /root/journal";
  const lines = await bash(`${exported}; wc -l < /root/journal`);
  expect(Number(lines.stdout)).toBeGreaterThan(1000);
  expect(told(await findLeaks(on, "root", secrets, ["/root/journal"]))).toEqual([]);
  for (const [name, text] of planted) {
    await on(["tee", `/var/tmp/${name}`], { input: text });
    await on(["logger", "-t", PURPOSE], { input: text });
  }
  await bash(`${exported} -t ${PURPOSE}`);
  const logged = await findLeaks(on, "root", secrets, ["/root/journal"]);
  expect(new Set(logged.map(({ form }) => form))).toEqual(new Set(PLANTED.map(([form]) => form)));
  expect(told(await findLeaks(on, "nobody", secrets, ["/"]))).toEqual(onlyPlanted("/var/tmp"));
});

test("the runner keeps none in the checkout or in a place that others can read", async () => {
  for (const [name, text] of planted) writeFileSync(join("/tmp", name), text);
  const found = await findLeaks(run, "nobody", secrets, SHARED);
  for (const [name] of planted) rmSync(join("/tmp", name));
  expect(told(found)).toEqual(onlyPlanted("/tmp"));
  const folders = readdirSync(ROOT).filter((name) => !["node_modules", ".git", ".venv"].includes(name));
  const inCheckout = folders.map((name) => join(ROOT, name));
  expect(told(await findLeaks(run, "root", secrets, inCheckout))).toEqual([]);
});
