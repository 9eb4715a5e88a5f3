/** A fleet's repository in a temporary folder: a base commit and the change on top. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatLock } from "../../src/lock/lock.ts";
import { lockFor } from "../../src/lock/testing.ts";
import { variables } from "../../src/schema/variables.ts";
import { example as exampleTenant } from "../contract/examples.ts";

const example = join(import.meta.dirname, "..", "..", "instances", "demo");

/** A well-formed vaulted value, each time another; no password opens it. */
function vaultValue(indent: string): string {
  const parts = [32, 32, 32].map((bytes) => randomBytes(bytes).toString("hex"));
  const body =
    Buffer.from(parts.join("\n"))
      .toString("hex")
      .match(/.{1,80}/g) ?? [];
  return ["$ANSIBLE_VAULT;1.1;AES256", ...body].map((line) => `${indent}${line}`).join("\n");
}

/** A checkout; commits are made by nobody in particular. */
export class Checkout {
  readonly path = mkdtempSync(join(tmpdir(), "oml-fleet-"));
  readonly base: string;

  /** A repository whose base holds the valid example as the tenant `demo`. */
  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
    mkdirSync(join(this.path, "instances"));
    cpSync(example, join(this.path, "instances", "demo"), { recursive: true });
    this.write("instances/demo/images.lock.json", formatLock(lockFor(exampleTenant("demo"))));
    this.#sealSecrets();
    this.base = this.commit("Add a tenant");
  }

  /** Replaces text in the tenant's inventory; throws where it is not there. */
  edit(...changes: readonly (readonly [from: string, to: string])[]): void {
    const file = join(this.path, "instances", "demo", "inventory.yml");
    const text = changes.reduce(
      (old, [from, to]) => {
        if (!old.includes(from)) throw new Error(`${from} is not in the example`);
        return old.replace(from, () => to);
      },
      readFileSync(file, "utf8"),
    );
    writeFileSync(file, text);
  }

  /** The number, from 1, of the line of the tenant's inventory that has `text`. */
  lineOf(text: string): number {
    const lines = readFileSync(join(this.path, "instances", "demo", "inventory.yml"), "utf8").split("\n");
    return lines.findIndex((line) => line.includes(text)) + 1;
  }

  /** Writes a file, its folders too. */
  write(name: string, text: string): void {
    mkdirSync(join(this.path, name, ".."), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  /** Commits everything; returns the commit. */
  commit(subject: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "-m", subject);
    return this.git("rev-parse", "HEAD").trim();
  }

  /** Makes what is committed the tip of the branch at a remote, `origin`. */
  publish(): void {
    const remote = join(this.path, ".git", "remote.git");
    if (!existsSync(remote)) {
      this.git("init", "--quiet", "--bare", remote);
      this.git("remote", "add", "origin", remote);
    }
    this.git("push", "--quiet", "--force", "origin", "HEAD:refs/heads/main");
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  /** The example's secrets stand in clear, which is worth a warning each; here each is a `!vault` value. */
  #sealSecrets(): void {
    const names = variables.filter(({ isSecret }) => isSecret).map(({ name }) => name);
    this.#seal("inventory.yml", names);
    this.#seal("tenant.yml", ["password"]);
  }

  #seal(name: string, names: readonly string[]): void {
    const file = join(this.path, "instances", "demo", name);
    const secret = new RegExp(`^( +)(${names.join("|")}): \\S.*$`, "gm");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace(secret, (line, indent: string, key: string) =>
        line.endsWith(" NULL") ? line : `${indent}${key}: !vault |\n${vaultValue(`${indent}  `)}`,
      ),
    );
  }

  /** Runs git in it; a commit's author is nobody in particular. */
  git(...args: readonly string[]): string {
    const author = ["-c", "user.name=fleet", "-c", "user.email=fleet@example.com"];
    return execFileSync("git", ["-C", this.path, ...author, ...args], { encoding: "utf8" });
  }
}

/** The payload of a pull request from a branch of the repository, or from a fork. */
export function pullRequest(base: string, head: string, from = "acme/fleet"): unknown {
  return {
    action: "opened",
    number: 7,
    pull_request: {
      number: 7,
      base: { ref: "main", sha: base, repo: { full_name: "acme/fleet" } },
      head: { ref: "change", sha: head, repo: { full_name: from, fork: from !== "acme/fleet" } },
    },
    repository: { full_name: "acme/fleet" },
  };
}
