/** `npm test`: every check of the project, summed into one plain closing line. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { down, isUp } from "../lab/lab.ts";
import { installPackages } from "../lab/packages.ts";
import { placeOfLab } from "../lab/place.ts";
import { LABS } from "../tests/e2e/labs.ts";
import { closing, type Count, readReport, withoutRoot } from "./count.ts";

const root = join(import.meta.dirname, "..");
const reports = mkdtempSync(join(tmpdir(), "oml-test-"));
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const venv = (name: string): string => join(root, ".venv", "bin", name);

/** Runs a command; true where it exits 0. What it says is shown as it comes, or goes to a file. */
async function run(
  argv: readonly string[],
  { log, env = {} }: { readonly log?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<boolean> {
  const [file = "", ...args] = argv;
  const sink = log === undefined ? "inherit" : openSync(log, "w");
  const child = spawn(file, args, {
    cwd: root,
    stdio: ["ignore", sink, sink],
    env: { ...process.env, ...env },
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  const [code] = await ended.catch((error: unknown) => {
    console.error(`${file} does not start: ${String(error)}`);
    return [null];
  });
  if (sink !== "inherit") closeSync(sink);
  return code === 0;
}

/** A check or a runner of tests: what it runs, and how what it left is counted. */
interface Check {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly count: (ok: boolean) => Count;
}

/** One test, passed or failed. */
const one = (name: string, ok: boolean): Count => ({
  name,
  passed: ok ? 1 : 0,
  failed: ok ? 0 : 1,
  skipped: 0,
});

/** A check that counts as one test. */
function check(name: string, argv: readonly string[], env?: Readonly<Record<string, string>>): Check {
  return { name, argv, count: (ok) => one(name, ok), ...(env && { env }) };
}

/** Whether some work ends well; where it does not, it is said why. */
async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    console.error(String(error));
    return false;
  }
}

/** A project of vitest. */
function vitest(project: string): Check {
  const file = join(reports, `${project}.xml`);
  const reporters = ["--reporter=default", "--reporter=junit", `--outputFile.junit=${file}`];
  const name = `vitest: ${project}`;
  return {
    name,
    argv: [bin("vitest"), "run", "--project", project, ...reporters],
    count: (ok) => readReport(name, file, ok),
  };
}

/** The tests of the host's program. */
function pytest(): Check {
  const file = join(reports, "pytest.xml");
  return {
    name: "pytest: playbooks",
    argv: [venv("pytest"), "-q", "-rs", "-p", "no:cacheprovider", `--junitxml=${file}`, "playbooks/tests"],
    count: (ok) => readReport("pytest", file, ok),
  };
}

/** Runs one check; what it said is shown in one piece when it ends. */
async function inOnePiece({ name, argv, env, count }: Check): Promise<Count> {
  const log = join(reports, `${name.replaceAll(/\W+/g, "-")}.log`);
  const ok = await run(argv, { log, ...(env && { env }) });
  console.log(`\n== ${name}\n${readFileSync(log, "utf8").trimEnd()}`);
  return count(ok);
}

/** Runs checks, as many at a time as most have processors for; each of them works on one. */
async function sideBySide(checks: readonly Check[]): Promise<Count[]> {
  const left = [...checks];
  const lane = async (): Promise<Count[]> => {
    const counts: Count[] = [];
    for (let next = left.shift(); next; next = left.shift()) counts.push(await inOnePiece(next));
    return counts;
  };
  return (await Promise.all([lane(), lane()])).flat();
}

/** Begins to make what the labs lack, beside the checks that need none; call what it returns to wait, and to hear of it. */
function beginLab(): () => Promise<void> {
  const log = join(reports, "lab.log");
  const ended = run([process.execPath, "lab/cli.ts", "build"], { log });
  return async () => {
    await ended;
    console.log(readFileSync(log, "utf8").trimEnd());
  };
}

/** Runs tests on the labs' hosts, and leaves each lab as it was: up or down. */
async function onLabs({ name, argv, count }: Check): Promise<Count> {
  const wereDown = LABS.map(placeOfLab).filter((place) => !isUp(place));
  console.log(`\n== ${name}`);
  const ok = await run(argv);
  const left = wereDown.filter((place) => isUp(place));
  const areDown = await Promise.all(left.map((place) => succeeds(() => down(undefined, place))));
  return count(ok && areDown.every(Boolean));
}

/** End-to-end tests on real hosts: only root can boot them; in CI a missing root is a failure. */
async function endToEnd(): Promise<Count> {
  if (labBegun) {
    console.log("\n== lab: what was made meanwhile");
    await labBegun();
    return onLabs(vitest("e2e"));
  }
  console.log("\n== SKIPPED: end-to-end tests (tests/e2e): they boot real hosts and need root");
  return withoutRoot("vitest: e2e (needs root)", isCi);
}

const began = Date.now();
const isCi = Boolean(process.env["CI"]);
const isRoot = process.getuid?.() === 0;
// Before anything is tested: some of the tests without a lab use them too.
const install = () => installPackages((line) => console.log(`lab: ${line}`));
const before = isRoot ? [one("packages of the system", await succeeds(install))] : [];
const labBegun = isRoot ? beginLab() : undefined;
const ansible = {
  PATH: `${join(root, ".venv", "bin")}:${process.env["PATH"]}`,
  ANSIBLE_CONFIG: "playbooks/ansible.cfg",
};
// The longest first, so that both lanes end together.
const checks = [
  vitest("unit"),
  vitest("bundle"),
  vitest("act"),
  check("bundles of the actions", [process.execPath, "scripts/build.ts", "--check"]),
  check("eslint", [bin("eslint"), "."]),
  check("ansible-lint", [venv("ansible-lint"), "--offline", "playbooks"], ansible),
  check("types", [bin("tsc"), "--noEmit"]),
  check("prettier", [bin("prettier"), "--check", "--log-level=warn", "."]),
  check("actionlint", [process.execPath, "scripts/lint-workflows.ts"]),
  check("generated schemas and pages", [process.execPath, "scripts/schema.ts", "--check"]),
  check("zizmor", [venv("zizmor"), "--offline", "--no-progress", "--quiet", ".github", "actions"]),
  check("ruff", [venv("ruff"), "check", "--no-cache", "playbooks", "lab", "tests"]),
];
// The host program's tests wait more than they work: they take no lane.
const [others, ofHosts] = await Promise.all([sideBySide(checks), inOnePiece(pytest())]);
const counts = [...before, ...others, ofHosts, await endToEnd()];
rmSync(reports, { recursive: true, force: true });
const { text, code } = closing(counts, (Date.now() - began) / 60_000, isCi);
console.log(`\n${text}`);
process.exitCode = code;
