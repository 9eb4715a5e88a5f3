/** `npm test`: every check of the project in order, summed into one plain closing line. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { down, isUp } from "../lab/lab.ts";

/** What one runner counted. */
interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const root = join(import.meta.dirname, "..");
const reports = mkdtempSync(join(tmpdir(), "oml-test-"));
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const venv = (name: string): string => join(root, ".venv", "bin", name);

/** Runs a command with its output shown; true where it exits 0. */
function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const [file = "", ...args] = argv;
  const result = spawnSync(file, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  return result.status === 0;
}

/** A check that counts as one test. */
function check(name: string, argv: readonly string[], env?: Readonly<Record<string, string>>): Count {
  console.log(`\n== ${name}`);
  const ok = run(argv, env);
  if (!ok) console.log(`-- ${name}: FAILED`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** The counts in a JUnit file; a runner that left none, or died after writing it, counts as one failure. */
function readReport(file: string, ok: boolean): Count {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const totals = /<testsuites[^>]*>|<testsuite [^>]*>/.exec(text)?.[0] ?? "";
  const number = (key: string): number => Number(new RegExp(` ${key}="(\\d+)"`).exec(totals)?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  const skipped = text.split("<skipped").length - 1;
  const tests = number("tests");
  if (tests === 0 || (!ok && failed === 0)) return { passed: 0, failed: 1, skipped: 0 };
  return { passed: tests - failed - skipped, failed, skipped };
}

/** A project of vitest. */
function vitest(project: string): Count {
  console.log(`\n== vitest: ${project}`);
  const file = join(reports, `${project}.xml`);
  const ok = run([
    bin("vitest"),
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=junit",
    `--outputFile.junit=${file}`,
  ]);
  return readReport(file, ok);
}

/** The tests of the host's program. */
function pytest(): Count {
  console.log("\n== pytest: playbooks");
  const file = join(reports, "pytest.xml");
  const ok = run([venv("pytest"), "-q", "-p", "no:cacheprovider", `--junitxml=${file}`, "playbooks/tests"]);
  return readReport(file, ok);
}

/** Runs tests on the lab's hosts, and leaves the lab as it was: up or down. */
async function onLab(tests: () => Count): Promise<Count> {
  const wasUp = isUp();
  const count = tests();
  if (!wasUp && isUp()) await down();
  return count;
}

/** End-to-end tests on real hosts: only root can boot them; in CI a missing root is a failure. */
async function endToEnd(): Promise<Count> {
  if (process.getuid?.() === 0) return onLab(() => vitest("e2e"));
  console.log("\n== SKIPPED: end-to-end tests (tests/e2e): they boot real hosts and need root");
  return process.env["CI"] ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
}

const ansible = {
  PATH: `${join(root, ".venv", "bin")}:${process.env["PATH"]}`,
  ANSIBLE_CONFIG: "playbooks/ansible.cfg",
};
const counts = [
  check("eslint", [bin("eslint"), "."]),
  check("prettier", [bin("prettier"), "--check", "--log-level=warn", "."]),
  check("types", [bin("tsc"), "--noEmit"]),
  check("generated schemas and pages", [process.execPath, "scripts/schema.ts", "--check"]),
  check("bundles of the actions", [process.execPath, "scripts/build.ts", "--check"]),
  check("ruff", [venv("ruff"), "check", "--no-cache", "playbooks", "lab"]),
  check("zizmor", [venv("zizmor"), "--offline", "--no-progress", "--quiet", ".github", "actions"]),
  check("ansible-lint", [venv("ansible-lint"), "--offline", "playbooks"], ansible),
  vitest("unit"),
  vitest("bundle"),
  pytest(),
  await endToEnd(),
];
rmSync(reports, { recursive: true, force: true });
const sum = (key: keyof Count): number => counts.reduce((total, count) => total + count[key], 0);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
process.exitCode = sum("failed") === 0 ? 0 : 1;
