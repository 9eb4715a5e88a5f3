/** The SSH keys of hosts, which two tenants must not share. */
import type { Span } from "../problem.ts";

/** A key in a `known_hosts` file. */
export interface HostKeyCopy {
  /** Its type and bytes. */
  readonly key: string;
  readonly span: Span;
  readonly name: string;
}

/** The keys of a `known_hosts` file on the lines that name one of the hosts. Authorities are shared on purpose. */
export function hostKeysIn(text: string, isOwn: (patterns: string) => boolean): readonly HostKeyCopy[] {
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
