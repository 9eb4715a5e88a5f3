/** Searches for texts drawn for this run where they must not be (see `leaks.py`), and plants them, so that the search is seen to find. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Options, Result } from "../../lab/process.ts";

const SCRIPT = readFileSync(join(import.meta.dirname, "leaks.py"), "utf8");

/** What was found of a text, and where. */
export interface Leak {
  readonly path: string;
  readonly form: "plain" | "base64" | "packed plain" | "packed base64";
  /** What stands there, from the text's first letter on. */
  readonly excerpt: string;
}

/** Before what is looked for was drawn: a file that was last changed then cannot hold it. */
const SINCE = String(Math.floor(Date.now() / 1000) - 60);

/** Runs a program somewhere. */
type Runs = (argv: readonly string[], options: Options) => Promise<Result>;

/** Whose eyes see: `nobody`'s see what everybody may read. */
const AS = { root: [], nobody: ["runuser", "-u", "nobody", "--"] } as const;

/** Where a machine's files show one of the texts to a user; throws where the search itself fails. */
export async function findLeaks(
  runs: Runs,
  user: keyof typeof AS,
  texts: readonly string[],
  paths: readonly string[],
): Promise<readonly Leak[]> {
  const { code, stdout, stderr } = await runs([...AS[user], "python3", "-c", SCRIPT, SINCE, ...paths], {
    input: texts.join("\n"),
  });
  if (code !== 0) throw new Error(`the search failed: ${stderr}`);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Leak);
}

/** A text in each form in which it is looked for, within others as it would be. */
export function inEachForm(text: string): Readonly<Record<Leak["form"], string>> {
  const base64 = Buffer.from(`password: ${text}`).toString("base64");
  const packed = (inner: string): string => gzipSync(`{"secret": "${inner}"}`).toString("base64");
  return {
    plain: `password=${text}`,
    base64,
    "packed plain": packed(text),
    "packed base64": packed(base64),
  };
}
