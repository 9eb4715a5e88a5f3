/** A branch that the lab's tenant is deployed from, and what its hosts say of it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onHost } from "../../lab/lab.ts";
import { loadTenant } from "../../src/cli/load-tenant.ts";
import { sketchRelease } from "../../src/release/sketch.ts";
import { Fleet } from "./fleet.ts";
import { runningImage } from "./observe.ts";

/** The tags of two cheap components; `sick` runs and never becomes healthy. */
export type Content = readonly [nginx: string, websockets: string];

const TAGS = ["ff63617b", "face6cfa"];
/** What a push may bring. */
export const CONTENTS: readonly Content[] = TAGS.flatMap((nginx) =>
  TAGS.map((other) => [nginx, other] as const),
);

/** What a host keeps of the release it runs. */
export interface Kept {
  readonly release: string;
  readonly source: { readonly commit: string | null } | null;
}

const HOSTS = ["demo-app", "demo-voice"] as const;

/** A bare remote, and the one clone that pushes to it. */
export class Branch {
  readonly fleet = new Fleet();
  readonly log: { readonly commit: string; readonly content: Content }[] = [];
  readonly #remote = mkdtempSync(join(tmpdir(), "oml-remote-"));
  readonly #locks = new Map<string, string>();

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.#remote]);
    this.git("remote", "add", "origin", this.#remote);
  }

  get tip(): { readonly commit: string; readonly content: Content } {
    const tip = this.log.at(-1);
    if (tip === undefined) throw new Error("nothing was pushed yet");
    return tip;
  }

  /** Runs git in the clone that pushes; what it printed. */
  git(...args: readonly string[]): string {
    const who = ["-c", "user.name=fleet", "-c", "user.email=fleet@example.com"];
    return execFileSync("git", ["-C", this.fleet.folder, ...who, ...args], { encoding: "utf8" }).trim();
  }

  /** A commit with this content is now the tip. */
  async push(content: Content): Promise<void> {
    const [nginx, websockets] = content;
    this.fleet.set("demo", "nginx_version", nginx);
    this.fleet.set("demo", "websockets_version", websockets);
    await this.#lock(content.join(" "));
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "-m", `Run nginx ${nginx}, websockets ${websockets}`);
    this.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
    this.log.push({ commit: this.git("rev-parse", "HEAD"), content });
  }

  /** A fresh checkout of the tip. */
  checkOut(): string {
    const folder = mkdtempSync(join(tmpdir(), "oml-checkout-"));
    execFileSync("git", ["clone", "--quiet", this.#remote, folder]);
    return folder;
  }

  /** Whether a commit is `of` or one of its ancestors. */
  isAncestor(commit: string, of: string): boolean {
    try {
      this.git("merge-base", "--is-ancestor", commit, of);
      return true;
    } catch {
      return false;
    }
  }

  /** How the hosts differ from the tip: what they keep, and what runs. */
  async stray(): Promise<readonly string[]> {
    const { folder } = this.fleet;
    const loaded = loadTenant({
      tenant: "demo",
      instances: folder,
      format: "text",
      lang: "en",
      paths: [],
      switches: new Set(),
    });
    if (!loaded.ok) throw new Error("the tip is not valid");
    const { app } = sketchRelease(loaded.tenant).release;
    const found: string[] = [];
    for (const [host, { release, source }] of Object.entries(await keptByHosts())) {
      if (release !== app.release) found.push(`${host} keeps another release than the tip's`);
      if (source?.commit !== this.tip.commit)
        found.push(`${host} names ${String(source?.commit)}, not the tip`);
    }
    for (const { name, container, image } of app.components) {
      if (name !== "nginx" && name !== "websockets") continue;
      const running = await runningImage("demo-app", container);
      if (running !== image) found.push(`${name} runs ${running}, not ${image}`);
    }
    return found;
  }

  /** Removes its folders. */
  remove(): void {
    this.fleet.remove();
    rmSync(this.#remote, { recursive: true, force: true });
  }

  /** Tags do not move here: each content is locked by the registry once. */
  async #lock(key: string): Promise<void> {
    const file = this.fleet.path("demo", "images.lock.json");
    const known = this.#locks.get(key);
    if (known !== undefined) return writeFileSync(file, known);
    const run = await this.fleet.lock("demo");
    if (run.code !== 0) throw new Error(`not locked: ${run.stderr}`);
    this.#locks.set(key, readFileSync(file, "utf8"));
  }
}

/** What both hosts keep of the release they committed last. */
export async function keptByHosts(): Promise<Readonly<Record<string, Kept>>> {
  const rows = HOSTS.map(async (host) => {
    const { stdout } = await onHost(host, ["cat", "/var/lib/oml/release.json"]);
    return [host, JSON.parse(stdout) as Kept] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}
