/** Whether a laptop may deploy what lies in its checkout, and what hosts are told of it. Pure. */
import type { Source } from "../release/desired.ts";

/** Where a checkout stands to the remote's branch; `none`: there is no remote. */
export type Tip =
  | { readonly kind: "none" | "at" }
  | { readonly kind: "elsewhere"; readonly branch: string; readonly commit: string }
  | { readonly kind: "unknown"; readonly remote: string; readonly cause: string };

/** What git says of the folder of the tenants; `none`: it lies in no repository. */
export type Checkout =
  | { readonly kind: "none" }
  | { readonly kind: "trouble"; readonly cause: string }
  | {
      readonly kind: "git";
      readonly commit: string | null;
      /** The tenant's folder below the repository, with a slash at its end. */
      readonly folder: string;
      /** Paths below the repository that are not as committed. */
      readonly dirty: readonly string[];
      readonly tip: Tip;
    };

/** What a person said of it. */
export interface Claims {
  /** `--unreviewed REASON` */
  readonly unreviewed?: string;
  /** The action of deploy.sh that has just edited the tenant's files. */
  readonly editedBy?: string;
  /** The files of a tenant's folder which that action edits. */
  readonly edits: readonly string[];
}

/** A source, or in a sentence why nothing is deployed; and either way what deploy.sh edited and nobody committed. */
export type SourceResult =
  | {
      readonly ok: true;
      readonly source: Source;
      readonly edited: readonly string[];
      /** All of the tenant's files that are deployed and not committed: `edited` among them. */
      readonly deployed: readonly string[];
    }
  | { readonly ok: false; readonly message: string; readonly edited: readonly string[] };

/** Judges a checkout. */
export function judgeSource(checkout: Checkout, claims: Claims): SourceResult {
  const { unreviewed, editedBy } = claims;
  const { commit, folder, dirty } = checkout.kind === "git" ? checkout : NO_GIT;
  const edits = editedBy === undefined ? [] : claims.edits.map((name) => `${folder}${name}`);
  const edited = dirty.filter((path) => edits.includes(path));
  if (unreviewed !== undefined) {
    const deployed = dirty.filter((path) => path.startsWith(folder));
    return { ok: true, source: { commit, unreviewed: oneLine(unreviewed) }, edited, deployed };
  }
  if (checkout.kind === "none") return found({ commit, unreviewed: "not in git" });
  if (checkout.kind === "trouble")
    return refused(`git cannot read the folder of the tenants: ${checkout.cause}`, edited);
  const others = dirty.filter((path) => !edited.includes(path));
  if (others.length > 0) return refused(`${sayPaths(others)} not as committed; commit and merge it`, edited);
  const away = sayTip(checkout.tip, commit);
  if (away !== undefined) return refused(away, edited);
  if (edited.length === 0) return found({ commit, unreviewed: null });
  return found({ commit, unreviewed: `deploy.sh ${editedBy ?? ""}` }, edited);
}

const NO_GIT = { commit: null, folder: "", dirty: [] } as const;

function found(source: Source, edited: readonly string[] = []): SourceResult {
  return { ok: true, source, edited, deployed: edited };
}

function refused(why: string, edited: readonly string[]): SourceResult {
  const message = `${why}, or say why it is deployed without review: --unreviewed REASON`;
  return { ok: false, message, edited };
}

function sayPaths(paths: readonly string[]): string {
  const [first = ""] = paths;
  if (paths.length === 1) return `${first} is`;
  const more = paths.length - 1;
  return `${first} and ${String(more)} other ${more === 1 ? "file" : "files"} are`;
}

function sayTip(tip: Tip, commit: string | null): string | undefined {
  if (tip.kind === "unknown")
    return `the remote ${tip.remote} does not say where its branch is (${tip.cause}); try again`;
  if (tip.kind !== "elsewhere") return undefined;
  const [own, theirs] = [commit ?? "", tip.commit].map((hash) => hash.slice(0, 10));
  return `this checkout is at ${own ?? ""} and ${tip.branch} at ${theirs ?? ""}; pull, or push and merge what is yours`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 200);
}

/** The commands that commit what was deployed, for a person to type; undefined where all is committed. */
export function sayCommit(directory: string, paths: readonly string[], message: string): string | undefined {
  if (paths.length === 0) return undefined;
  const [git, files] = [gitIn(directory), fromTop(paths)];
  return `${git} add -f -- ${files} && ${git} commit -m ${quote(message)} -- ${files}`;
}

/**
 * The commands that drop an edit, for a person to type: paths are of the repository's top. Adding them first lets git
 * take away files that it does not hold, and files it ignores.
 */
export function sayDrop(directory: string, paths: readonly string[]): string {
  const [git, files] = [gitIn(directory), fromTop(paths)];
  return `${git} add -f -- ${files} && ${git} ${RESTORE} ${files}`;
}

/** The commands that drop every change of a folder which HEAD holds, untracked files too; ignored ones stay. */
export function sayDropFolder(directory: string, folder: string): string {
  const [git, name] = [gitIn(directory), quote(folder)];
  return `${git} ${RESTORE} ${name} && ${git} clean -fd -- ${name}`;
}

const RESTORE = "restore --staged --worktree --source=HEAD --";

function gitIn(directory: string): string {
  return `git -C ${quote(directory)}`;
}

/** Paths of the repository's top, whatever folder git is started in. */
function fromTop(paths: readonly string[]): string {
  return paths.map((path) => quote(`:/${path}`)).join(" ");
}

function quote(word: string): string {
  return /^[\w./@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
