import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { installAnsible, type InstallResult } from "./install.ts";

let folder: string;
const path = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "oml-install-"));
  for (const name of ["bin", "cache"]) mkdirSync(path(name));
  writeFileSync(path("requirements.txt"), "ansible-core==0\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A Python of that version: its venv has a Python that installs a program, or fails with `refusal`. */
function python(name: string, version: string, refusal?: string): void {
  const install = refusal
    ? `echo "ERROR: ${refusal}" >&2; exit 1`
    : `echo once >> ${path("installed")}; touch "$(dirname "$0")/ansible-playbook"`;
  const minor = Number(version.split(".")[1]);
  writeFileSync(
    path(`bin/${name}`),
    `#!/bin/sh
case "$1 $2" in
  "-c "*) echo "${version} ${path(`bin/${name}`)}"; exit ${minor < 11 ? 1 : 0} ;;
  "-m venv") mkdir -p "$3/bin"; printf '#!/bin/sh\\n%s\\n' '${install}' > "$3/bin/python"; chmod +x "$3/bin/python" ;;
esac
`,
  );
  chmodSync(path(`bin/${name}`), 0o755);
}

const said: string[] = [];
function install(): Promise<InstallResult> {
  said.length = 0;
  return installAnsible({
    requirements: path("requirements.txt"),
    cache: path("cache"),
    environment: { PATH: `${path("bin")}:/usr/bin:/bin` },
    say: (line) => said.push(line),
    abort: new AbortController().signal,
  });
}

it("installs once, and finds it the next time", async () => {
  python("python3", "3.12.3");
  const first = await install();
  expect(said).toHaveLength(1);
  const second = await install();
  expect(said).toEqual([]);
  expect(second).toEqual(first);
  expect(first.ok && existsSync(first.ansible)).toBe(true);
});

it("two jobs at once end with the same installation, and leave one", async () => {
  python("python3", "3.12.3");
  const [first, second] = await Promise.all([install(), install()]);
  expect(first).toEqual(second);
  expect(readdirSync(path("cache/oml-ansible"))).toHaveLength(2);
});

it("other packages or another Python are another installation", async () => {
  python("python3", "3.12.3");
  const one = await install();
  writeFileSync(path("requirements.txt"), "ansible-core==1\n");
  const two = await install();
  python("python3", "3.12.4");
  const three = await install();
  expect(
    new Set([one, two, three].map((result) => (result.ok ? result.ansible : result.sentence))).size,
  ).toBe(3);
});

it("passes an older Python by, and without any other says which there is", async () => {
  python("python3", "3.9.2");
  // Of the machine's own, none may be found.
  for (const name of ["python3.11", "python3.12", "python3.13", "python3.14"]) python(name, "3.9.2");
  const refused = await install();
  expect(refused).toMatchObject({ ok: false });
  expect(refused.ok ? "" : refused.sentence).toContain(
    "no Python of 3.11 or later with venv (python3 is 3.9.2",
  );
  python("python3.12", "3.12.3");
  expect(await install()).toMatchObject({ ok: true });
});

it("says in one sentence why it cannot, and leaves nothing that looks whole", async () => {
  python("python3", "3.12.3", "No matching distribution found");
  const refused = await install();
  expect(refused.ok ? "" : refused.sentence).toBe(
    "Ansible cannot be installed: ERROR: No matching distribution found. No host was contacted.",
  );
  expect(readdirSync(path("cache/oml-ansible"))).toEqual([]);
});

it("removes what a job that was killed left a day ago, and nothing younger", async () => {
  python("python3", "3.12.3");
  for (const name of ["old.1", "young.1"]) mkdirSync(path(`cache/oml-ansible/${name}`), { recursive: true });
  utimesSync(path("cache/oml-ansible/old.1"), 0, 0);
  await install();
  const names = readdirSync(path("cache/oml-ansible"));
  expect([names.includes("old.1"), names.includes("young.1")]).toEqual([false, true]);
});
