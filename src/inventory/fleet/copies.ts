/** What can be told to be the same without opening it: encrypted texts, and the SSH keys of hosts. */
import type { Span } from "../problem.ts";

/** A piece of a file that two tenants must not share. */
export interface Copy {
  /** Equal where the two are the same; never printed. */
  readonly key: string;
  readonly span: Span;
  readonly name: string;
}

/** The `!vault` values of an inventory: the same salt and bytes are the same secret, copied. */
export function vaultedIn(text: string): readonly Copy[] {
  if (!text.includes("$ANSIBLE_VAULT")) return [];
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const match = /^\s*(?:["']?)([\w-]+)["']?\s*:\s*!vault\b/.exec(line);
    if (match === null) return [];
    const key = bytesBelow(lines, index + 1);
    const column = line.search(/\S/) + 1;
    const span = { line: index + 1, column, endLine: index + 1, endColumn: line.trimEnd().length + 1 };
    return key === "" ? [] : [{ key, span, name: match[1] ?? "" }];
  });
}

function bytesBelow(lines: readonly string[], from: number): string {
  const first =
    lines[from] === undefined || !lines[from].includes("$ANSIBLE_VAULT") ? lines.length : from + 1;
  let end = first;
  while (/^\s*[0-9a-f]+\s*$/i.test(lines[end] ?? "")) end += 1;
  return lines
    .slice(first, end)
    .map((line) => line.trim().toLowerCase())
    .join("");
}

/** The keys of a `known_hosts` file on the lines that name one of the hosts. Authorities are shared on purpose. */
export function hostKeysIn(text: string, isOwn: (patterns: string) => boolean): readonly Copy[] {
  return text.split("\n").flatMap((line, index) => {
    const trimmed = line.trim();
    if (trimmed === "" || /^[#@]/.test(trimmed)) return [];
    const [patterns = "", type = "", key = ""] = trimmed.split(/\s+/);
    if (key === "" || !isOwn(patterns)) return [];
    const column =
      line.indexOf(key, line.indexOf(type, line.indexOf(patterns) + patterns.length) + type.length) + 1;
    const span = { line: index + 1, column, endLine: index + 1, endColumn: column + key.length };
    return [{ key: `${type} ${key}`, span, name: type }];
  });
}
