/** Whether a `known_hosts` file names a host. */
import { createHmac } from "node:crypto";
import type { Problem } from "./problem.ts";
import { knownHosts } from "./rules/beside.ts";
import { report } from "./rules/rule.ts";
import type { Connection, SourceFile } from "./tenant.ts";

/** A problem for each host whose key is not known. `path` is where the file is or should be. */
export function checkKnownHosts(
  source: SourceFile | undefined,
  path: string,
  hosts: readonly Connection[],
): readonly Problem[] {
  const missing = hosts.filter((host) => source === undefined || !knows(source.text, host));
  if (missing.length === 0) return [];
  const describe = (and: string) =>
    missing.map(({ address, port }) => `${address} port ${port}`).join(` ${and} `);
  const commands = missing
    .map(({ address, port }) => `ssh-keyscan -p ${port} ${address} >> ${path}`)
    .join("; ");
  const place = { file: path, path: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const values = { hosts: describe("and"), "hosts:es": describe("y"), commands };
  return [report(knownHosts, source === undefined ? "file" : "host", place, values)];
}

function knows(text: string, { address, port }: Connection): boolean {
  const name = port === 22 ? address : `[${address}]:${port}`;
  return text.split(/\r?\n/).some((line) => {
    const [patterns = "", type = "", key = ""] = line.trim().split(/\s+/);
    return !/^[#@]/.test(patterns) && type !== "" && key !== "" && matches(patterns, name);
  });
}

function matches(patterns: string, name: string): boolean {
  if (patterns.startsWith("|1|")) return isHashOf(patterns, name);
  const list = patterns.split(",");
  const hit = (pattern: string) => toExpression(pattern).test(name);
  return list.some(hit) && !list.some((pattern) => pattern.startsWith("!") && hit(pattern.slice(1)));
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt = "", hash = ""] = hashed.split("|");
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}

function toExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
}
