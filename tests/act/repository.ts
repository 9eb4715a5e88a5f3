/** A fleet's repository as GitHub would hold it: the toolkit as it lies in this checkout, and tenants. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const PERSON = ["-c", "user.name=fleet", "-c", "user.email=fleet@example.com"];

/** What triggers a workflow. */
export interface Event {
  readonly name: "push" | "pull_request" | "merge_group" | "schedule" | "workflow_dispatch";
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ref: string;
  /** The commit the run is for. */
  readonly sha: string;
}

/** A repository whose branch `main` begins with the checkout's files, its own examples' tenants left out. */
export class Repository {
  readonly path = mkdtempSync(join(tmpdir(), "oml-repository-"));
  #pulls = 0;

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
    // A runner asks for commits by name, as GitHub lets it.
    this.git("config", "uploadpack.allowAnySHA1InWant", "true");
    const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const files = execFileSync("git", ["-C", root, ...listed], { encoding: "utf8" })
      .split("\0")
      .slice(0, -1);
    for (const file of files.filter((name) => !/^(instances|tests)\//.test(name)))
      cpSync(join(root, file), join(this.path, file));
    this.commit("Bring the toolkit");
    // Packed once, not in each checkout.
    this.git("repack", "-adq");
  }

  /** The commit at the tip of `main`. */
  get tip(): string {
    return this.git("rev-parse", "refs/heads/main");
  }

  /** Copies a tenant's folder from one of the same name. */
  addTenant(folder: string, tenant: string): void {
    cpSync(join(folder, tenant), join(this.path, "instances", tenant), { recursive: true });
  }

  /** Writes a file, its folders too. */
  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  /** Replaces text in a file; throws where it is not there. */
  edit(name: string, from: string, to: string): void {
    const text = readFileSync(join(this.path, name), "utf8");
    if (!text.includes(from)) throw new Error(`${from} is not in ${name}`);
    this.write(
      name,
      text.replace(from, () => to),
    );
  }

  /** The number, from 1, of a file's first line that has `text`. */
  lineOf(name: string, text: string): number {
    const lines = readFileSync(join(this.path, name), "utf8").split("\n");
    return lines.findIndex((line) => line.includes(text)) + 1;
  }

  /** Commits everything on the branch that is checked out; returns the commit. */
  commit(subject: string): string {
    this.git("add", "--all");
    this.git(...PERSON, "commit", "--quiet", "-m", subject);
    return this.git("rev-parse", "HEAD");
  }

  /** Commits what was changed on `main` and tells of the push. */
  push(subject: string): Event {
    const before = this.tip;
    return this.#pushed(before, this.commit(subject));
  }

  /** Reverts the commit at the tip of `main` and tells of the push. */
  revert(): Event {
    const before = this.tip;
    this.git(...PERSON, "revert", "--no-edit", "HEAD");
    return this.#pushed(before, this.tip);
  }

  /** Tells that the clock came round: the tip of `main`, as it is. */
  schedule(): Event {
    const payload = { schedule: "*/30 * * * *", repository: REPOSITORY };
    return { name: "schedule", payload, ref: "refs/heads/main", sha: this.tip };
  }

  /** Tells that a person started a workflow, and what they typed: the tip of `main`, as it is. */
  dispatch(inputs: Readonly<Record<string, string>>): Event {
    const ref = "refs/heads/main";
    const payload = { ref, inputs, repository: REPOSITORY };
    return { name: "workflow_dispatch", payload, ref, sha: this.tip };
  }

  /** Commits what was changed on a new branch, or the one that is checked out, and tells of its pull request. */
  pullRequest(branch: string, subject: string): Event {
    const known = this.git("branch", "--list", branch) !== "";
    this.git("checkout", "--quiet", ...(known ? [] : ["-b"]), branch);
    const head = this.commit(subject);
    const number = known ? this.#pulls : ++this.#pulls;
    const base = this.tip;
    const ref = `refs/pull/${number}/merge`;
    const message = `Merge ${head} into ${base}`;
    const sha = this.git(...PERSON, "commit-tree", `${head}^{tree}`, "-p", base, "-p", head, "-m", message);
    this.git("update-ref", ref, sha);
    const side = (name: string, commit: string) => ({
      ref: name,
      sha: commit,
      repo: { full_name: "acme/fleet", fork: false },
    });
    const pull = { number, base: side("main", base), head: side(branch, head) };
    const payload = {
      action: known ? "synchronize" : "opened",
      number,
      pull_request: pull,
      repository: REPOSITORY,
    };
    return { name: "pull_request", payload, ref, sha };
  }

  /** Tells of a merge queue that took up the branch that is checked out. */
  mergeGroup(): Event {
    const [base, sha] = [this.tip, this.git("rev-parse", "HEAD")];
    const ref = `refs/heads/gh-readonly-queue/main/pr-${this.#pulls}-${base}`;
    this.git("update-ref", ref, sha);
    const group = { base_ref: "refs/heads/main", base_sha: base, head_ref: ref, head_sha: sha };
    const payload = { action: "checks_requested", merge_group: group, repository: REPOSITORY };
    return { name: "merge_group", payload, ref, sha };
  }

  /** Runs git in the repository; returns what it printed. */
  git(...args: readonly string[]): string {
    return execFileSync("git", ["-C", this.path, ...args], { encoding: "utf8" }).trim();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #pushed(before: string, after: string): Event {
    const ref = "refs/heads/main";
    const payload = { ref, before, after, deleted: false, forced: false, repository: REPOSITORY };
    return { name: "push", payload, ref, sha: after };
  }
}

/** The repository in an event's payload. */
export const REPOSITORY = { full_name: "acme/fleet", default_branch: "main" };
