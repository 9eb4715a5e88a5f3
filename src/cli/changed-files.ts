/** What git says has changed under a folder. Only narrows and orders: nothing is trusted to it. */
import { runGit } from "../files/git.ts";
import { WrongCall } from "./wrong-call.ts";

/** Paths relative to the folder, with slashes. */
export interface ChangedFiles {
  readonly changed: ReadonlySet<string>;
  readonly deleted: ReadonlySet<string>;
  /** The text a file had before, or undefined where it did not exist. */
  readonly before: (path: string) => string | undefined;
}

/** Asks git for the changes under `directory` since `revision`. Throws `WrongCall` where git cannot say. */
export function readChangedFiles(directory: string, revision: string): ChangedFiles {
  if (revision === "" || revision.startsWith("-") || /[\u0000-\u0020\u007f]/.test(revision)) {
    throw new WrongCall(`oml validate: '${revision}' is no revision. Give one such as origin/main.`);
  }
  const commit = git(
    directory,
    ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`],
    revision,
  );
  const base = commit.trim();
  const diff = ["diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative", "-z"];
  const list = (filter: string) =>
    names(git(directory, [...diff, "--name-only", `--diff-filter=${filter}`, base, "--", "."], revision));
  const untracked = names(
    git(directory, ["ls-files", "--others", "--exclude-standard", "-z", "--", "."], revision),
  );
  return {
    changed: new Set([...list("d"), ...untracked]),
    deleted: new Set(list("D")),
    before: (path) => {
      const end = runGit(directory, ["show", "--no-textconv", `${base}:./${path}`]);
      return end?.status === 0 ? end.stdout : undefined;
    },
  };
}

function names(output: string): readonly string[] {
  return output.split("\0").filter((name) => name !== "");
}

function git(directory: string, args: readonly string[], revision: string): string {
  const result = runGit(directory, args);
  if (result?.status === 0) return result.stdout;
  const cause = result?.stderr.trim().split("\n")[0] ?? "git cannot be started";
  const remedy = "Fetch it first (actions/checkout with fetch-depth: 0), or leave --changed-since out.";
  throw new WrongCall(`oml validate: git cannot say what changed since ${revision}: ${cause}. ${remedy}`);
}
