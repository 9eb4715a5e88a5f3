// Makes a fresh clone ready: npm packages, the Python environment. Runs on Node >= 20 with nothing installed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command, its output shown; ends the program with one sentence where it fails. */
function run(file, args) {
  try {
    execFileSync(file, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  } catch {
    console.error(
      `setup: '${file} ${args.join(" ")}' failed; see the lines above. Nothing else was changed.`,
    );
    process.exit(2);
  }
}

/** Does `work`, which makes `folder`, unless the files it depends on are those of the last time. */
function once(folder, files, work) {
  const digest = createHash("sha256");
  for (const file of files) digest.update(readFileSync(join(root, file)));
  const stamp = join(root, folder, ".setup-stamp");
  const wanted = digest.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The first Python >= 3.11 on the path (what ansible-core 2.19 needs), or undefined. */
function findPython() {
  const check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
  for (const name of ["python3", "python3.13", "python3.12", "python3.11"]) {
    try {
      execFileSync(name, ["-c", check], { stdio: "ignore" });
      return name;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** A Python >= 3.11 with venv; installed with apt where root may do so. */
function python() {
  const found = findPython();
  if (found) return found;
  if (process.getuid() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("setup: installing python3 and python3-venv with apt");
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "python3", "python3-venv"]);
  }
  const installed = findPython();
  if (installed) return installed;
  console.error(
    "setup: Python >= 3.11 with venv is needed (Debian 12/13, Ubuntu 24.04: apt install python3 python3-venv).",
  );
  process.exit(2);
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`setup: Node >= 20 is needed; this is ${process.version}.`);
  process.exit(2);
}
once("node_modules", ["package-lock.json"], () => {
  console.log("setup: installing npm packages");
  run("npm", ["ci", "--no-progress", "--loglevel=error"]);
});
once(".venv", ["requirements.txt", "requirements-dev.txt"], () => {
  console.log("setup: installing Ansible and the Python tools into .venv");
  run(python(), ["-m", "venv", "--clear", ".venv"]);
  const pip = [
    ".venv/bin/pip",
    ["install", "-q", "--require-hashes", "-r", "requirements.txt", "-r", "requirements-dev.txt"],
  ];
  run(...pip);
});
