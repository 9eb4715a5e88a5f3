/** What the demo shows: a sentence for each step, and the commands as a person types them. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { enter, runnerEnvironment } from "../../lab/lab.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** The toolkit's own commands; they run inside the lab's network, as on a runner. */
const PROGRAMS: Readonly<Record<string, string>> = {
  oml: join(ROOT, "bin", "oml"),
  "./deploy.sh": join(ROOT, "deploy.sh"),
};

let count = 0;

/** Heads a step with its number and one sentence. */
export function step(sentence: string): void {
  count += 1;
  console.log(`\n\x1b[1m${count}. ${sentence}\x1b[0m`);
}

/** Says something beside the commands. */
export function say(sentence: string): void {
  console.log(`  (${sentence})`);
}

/** Types commands in a fleet's repository; what they print is shown. */
export class Terminal {
  readonly #folder: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  /** `folder` is the repository, with the tenants under `instances/`. */
  constructor(folder: string) {
    this.#folder = folder;
    const path = `${join(ROOT, "node_modules", ".bin")}:${process.env["PATH"] ?? ""}`;
    const environment = { ...process.env, PATH: path, ...runnerEnvironment() };
    this.#environment = { ...environment, ...IDENTITY, OML_INSTANCES: join(folder, "instances") };
  }

  /** Types a command that has to succeed for the story to go on; throws otherwise. */
  type(...words: readonly string[]): void {
    const status = this.run(words);
    if (status !== 0) throw new Error(`'${words.join(" ")}' ended with ${String(status)}`);
  }

  /** Types a command that has to fail for the story to be true; throws otherwise. */
  typeInVain(...words: readonly string[]): void {
    const status = this.run(words);
    if (status !== 1)
      throw new Error(`'${words.join(" ")}' should have failed with 1, not ${String(status)}`);
  }

  /** What a git command prints, unseen. */
  ask(...words: readonly string[]): string {
    const end = spawnSync("git", words, { cwd: this.#folder, env: this.#environment, encoding: "utf8" });
    if (end.status !== 0) throw new Error(`'git ${words.join(" ")}' failed: ${end.stderr}`);
    return end.stdout.trim();
  }

  private run(words: readonly string[]): number | null {
    const [name = "", ...rest] = words;
    console.log(`\x1b[36m$ ${words.map(quote).join(" ")}\x1b[0m`);
    const program = PROGRAMS[name];
    const [file = "", ...args] = program === undefined ? words : enter([program, ...rest]);
    const began = performance.now();
    const end = spawnSync(file, args, { cwd: this.#folder, env: this.#environment, stdio: "inherit" });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    if (program !== undefined) console.log(`  (exit ${String(end.status)}, ${seconds} s)`);
    return end.status;
  }
}

/** Git asks for a name, and reads nothing of the person's own settings. */
const IDENTITY = {
  GIT_AUTHOR_NAME: "demo",
  GIT_AUTHOR_EMAIL: "demo@example.com",
  GIT_COMMITTER_NAME: "demo",
  GIT_COMMITTER_EMAIL: "demo@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

function quote(word: string): string {
  return /^[\w./=:@^-]+$/.test(word) ? word : `"${word}"`;
}
