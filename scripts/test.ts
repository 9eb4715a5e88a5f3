/** `npm test`: every check of the project in order, summed into one plain closing line. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { down, isUp } from "../lab/lab.ts";
import { placeOfLab } from "../lab/place.ts";
import { LABS } from "../tests/e2e/labs.ts";
import { type Count, readReport } from "./count.ts";

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
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
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
  return readReport(`vitest: ${project}`, file, ok);
}

/** The tests of the host's program. */
function pytest(): Count {
  console.log("\n== pytest: playbooks");
  const file = join(reports, "pytest.xml");
  const ok = run([venv("pytest"), "-q", "-p", "no:cacheprovider", `--junitxml=${file}`, "playbooks/tests"]);
  return readReport("pytest", file, ok);
}

/** Begins to make what the labs lack, beside the checks that need none; call what it returns to wait, and to hear of it. */
function beginLab(): () => Promise<void> {
  const file = join(reports, "lab.log");
  const sink = openSync(file, "w");
  const child = spawn(process.execPath, ["lab/cli.ts", "build"], {
    cwd: root,
    stdio: ["ignore", sink, sink],
  });
  const ended = once(child, "close");
  return async () => {
    await ended;
    console.log(readFileSync(file, "utf8").trimEnd());
  };
}

/** Runs tests on the labs' hosts, and leaves each lab as it was: up or down. */
async function onLabs(tests: () => Count): Promise<Count> {
  const wereDown = LABS.map(placeOfLab).filter((place) => !isUp(place));
  const count = tests();
  for (const place of wereDown) if (isUp(place)) await down(undefined, place);
  return count;
}

/** End-to-end tests on real hosts: only root can boot them; in CI a missing root is a failure. */
async function endToEnd(): Promise<Count> {
  if (labBegun) {
    console.log("\n== lab: what was made meanwhile");
    await labBegun();
    return onLabs(() => vitest("e2e"));
  }
  console.log("\n== SKIPPED: end-to-end tests (tests/e2e): they boot real hosts and need root");
  const missing = process.env["CI"] ? { failed: 1, skipped: 0 } : { failed: 0, skipped: 1 };
  return { name: "vitest: e2e (needs root)", passed: 0, ...missing };
}

const labBegun = process.getuid?.() === 0 ? beginLab() : undefined;
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
  check("ruff", [venv("ruff"), "check", "--no-cache", "playbooks", "lab", "tests"]),
  check("zizmor", [venv("zizmor"), "--offline", "--no-progress", "--quiet", ".github", "actions"]),
  check("actionlint", [process.execPath, "scripts/lint-workflows.ts"]),
  check("ansible-lint", [venv("ansible-lint"), "--offline", "playbooks"], ansible),
  vitest("unit"),
  vitest("bundle"),
  vitest("act"),
  pytest(),
  await endToEnd(),
];
rmSync(reports, { recursive: true, force: true });
const sum = (key: "passed" | "failed" | "skipped"): number =>
  counts.reduce((total, count) => total + count[key], 0);
const failed = counts.filter((count) => count.failed > 0).map((count) => count.name);
if (failed.length > 0) console.log(`\nfailed: ${failed.join(", ")}`);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
process.exitCode = sum("failed") === 0 ? 0 : 1;
