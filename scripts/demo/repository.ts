/** The fleet's repository of the demo: one tenant on the branch `main`, and a bare remote in place of GitHub. */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownHostsFile } from "../../lab/lab.ts";
import { say, Terminal } from "./terminal.ts";

const EXAMPLE = join(import.meta.dirname, "..", "..", "instances", "demo");
const TENANT = join("instances", "demo");

/** A repository in a folder of its own, and the moves of the people who work with it. */
export class Repository {
  readonly #parent = mkdtempSync(join(tmpdir(), "oml-demo-"));
  readonly path = join(this.#parent, "fleet");
  readonly terminal = new Terminal(this.path);

  /** Makes it, empty but for the example tenant, which nobody has committed. */
  constructor() {
    mkdirSync(join(this.path, "instances"), { recursive: true });
    this.terminal.ask("init", "--quiet", "--initial-branch=main");
    this.terminal.ask("init", "--quiet", "--bare", "--initial-branch=main", join(this.#parent, "remote.git"));
    this.terminal.ask("remote", "add", "origin", join(this.#parent, "remote.git"));
    cpSync(EXAMPLE, join(this.path, TENANT), { recursive: true });
    copyFileSync(knownHostsFile(), join(this.path, TENANT, "known_hosts"));
    for (const file of ["inventory.yml", "tenant.yml"] as const)
      this.#rewrite(file, (text) => text.replace(EXAMPLE_SECRET, "$& # oml-ignore OML0301 an example"));
  }

  /** Gives a line of the inventory another one, and says so. */
  edit(from: string, to: string): void {
    this.#rewrite("inventory.yml", (text) => text.replace(new RegExp(`^(\\s*)${from}$`, "m"), `$1${to}`));
    say(`an editor: in ${TENANT}/inventory.yml, '${from}' becomes '${to}'`);
  }

  /** Commits everything on the branch at hand and pushes it. */
  push(message: string): void {
    this.terminal.type("git", "add", "--all");
    this.terminal.type("git", "commit", "--quiet", "-m", message);
    this.terminal.type("git", "push", "--quiet", "origin", "HEAD");
  }

  /** Begins a branch, as for a pull request. */
  branch(name: string): void {
    this.terminal.type("git", "switch", "--quiet", "--create", name);
  }

  /** Does what GitHub's button does: a merge commit on the default branch. */
  merge(name: string): void {
    this.terminal.type("git", "switch", "--quiet", "main");
    this.terminal.type("git", "merge", "--quiet", "--no-ff", "-m", `Merge ${name}`, name);
    this.terminal.type("git", "push", "--quiet", "origin", "main");
  }

  /** Removes the repository and its remote. */
  remove(): void {
    rmSync(this.#parent, { recursive: true, force: true });
  }

  #rewrite(name: string, change: (text: string) => string): void {
    const file = join(this.path, TENANT, name);
    const before = readFileSync(file, "utf8");
    const after = change(before);
    if (after === before) throw new Error(`the edit of ${name} changed nothing`);
    writeFileSync(file, after);
  }
}

/** The example's secrets stand in clear, which is warned of. */
const EXAMPLE_SECRET = /^ *(?:\w+_)?(?:key|password|pass): demo-.*$/gm;

/** What a deploy is given where the toolkit itself is being worked on: it would be refused as not committed. */
export function whereToolkitIsEdited(root: string): readonly string[] {
  const end = spawnSync("git", ["-C", root, "status", "--porcelain"], { encoding: "utf8" });
  return end.status === 0 && end.stdout !== "" ? ["--unreviewed=the toolkit is being worked on"] : [];
}
