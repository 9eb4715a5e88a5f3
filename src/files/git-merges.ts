/** What git tells of a branch's merges, one by one. No throw. */
import { findBases, type Merge, type MergeQuestion, type Merges } from "../fleet/merges.ts";
import { runGit } from "./git.ts";

const COMMIT = /^[0-9a-f]{40,64}$/;

/** What git tells of the merges that a run's canaries may not run yet; mostly it is not asked. */
export function readMergesFor(directory: string, question: MergeQuestion, tip: string): Merges {
  return new Map(findBases(question).map((base) => [base, readMerges(directory, base, tip)]));
}

/**
 * The commits of a branch, newest first, from its tip back to `base` (not itself), each beside its first parent; null
 * as base: back to the first commit. A merge is one such commit with all it brought. null: git cannot tell.
 */
export function readMerges(directory: string, base: string | null, tip: string): readonly Merge[] | null {
  if (!COMMIT.test(tip) || (base !== null && !COMMIT.test(base))) return null;
  // No path of a repository begins with a slash.
  const shape = [
    "--first-parent",
    "-m",
    "--no-renames",
    "--no-ext-diff",
    "--name-only",
    "-z",
    "--format=/%H",
  ];
  const range = base === null ? [tip] : [`${base}..${tip}`];
  const end = runGit(directory, ["log", ...shape, ...range, "--"]);
  return end?.status === 0 ? listed(end.stdout) : null;
}

/** `/commit`, then, behind a line's end, its files; everything ends with a null byte. */
function listed(text: string): readonly Merge[] {
  const merges: { readonly commit: string; readonly files: string[] }[] = [];
  for (const word of text.split("\0").filter((part) => part !== "")) {
    const files = merges.at(-1)?.files;
    if (word.startsWith("/")) merges.push({ commit: word.slice(1), files: [] });
    else files?.push(files.length === 0 ? word.replace(/^\n/, "") : word);
  }
  return merges;
}
