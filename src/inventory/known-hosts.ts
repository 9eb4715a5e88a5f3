/** Whether a `known_hosts` file is well-formed and names the hosts. */
import { createHmac } from "node:crypto";
import type { Problem } from "./problem.ts";
import { knownHostLine, knownHosts, sameHostKey, wildcardHost } from "./rules/beside.ts";
import { report, type Place } from "./rules/rule.ts";
import type { Connection } from "./tenant.ts";
import type { SourceFile } from "./source-file.ts";

/** One line that is neither empty nor a comment. */
interface Line {
  readonly place: Place;
  /** `@cert-authority`, `@revoked`, or empty. */
  readonly marker: string;
  readonly patterns: string;
  readonly type: string;
  readonly key: string;
}

/** Lines that are not well-formed, and the hosts whose key is not known. `path` is where the file is or should be. */
export function checkKnownHosts(
  source: SourceFile | undefined,
  path: string,
  hosts: readonly Connection[],
): readonly Problem[] {
  const lines = source === undefined ? [] : linesOf(source);
  return [
    ...missingHosts(source === undefined ? undefined : lines, path, hosts),
    ...lines.filter((line) => !isWellFormed(line)).map(({ place }) => report(knownHostLine, "form", place)),
    ...lines.filter(isForAnyHost).map(({ place }) => report(wildcardHost, "any", place)),
    ...sharedKey(lines, hosts),
  ];
}

function missingHosts(
  lines: readonly Line[] | undefined,
  path: string,
  hosts: readonly Connection[],
): readonly Problem[] {
  const missing = hosts.filter((host) => !lines?.some((line) => names(line, host)));
  if (missing.length === 0) return [];
  const describe = (and: string, port: string) =>
    missing.map((host) => `${host.address} ${port} ${host.port}`).join(` ${and} `);
  const commands = missing
    .map(({ address, port }) => `ssh-keyscan -p ${port} ${address} >> ${path}`)
    .join("; ");
  const place = { file: path, path: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const values = { hosts: describe("and", "port"), "hosts:es": describe("y", "puerto"), commands };
  return [report(knownHosts, lines === undefined ? "file" : "host", place, values)];
}

/** Two hosts with one key: cloned machines, each of which can pass for the other. Authorities are shared on purpose. */
function sharedKey(lines: readonly Line[], hosts: readonly Connection[]): readonly Problem[] {
  const [first, second] = hosts;
  if (first === undefined || second === undefined) return [];
  const own = lines.filter(({ marker, patterns }) => marker === "" && !/[*?]/.test(patterns));
  const ofFirst = new Set(own.filter((line) => names(line, first)).map(({ key }) => key));
  return own
    .filter((line) => names(line, second) && ofFirst.has(line.key))
    .map(({ place }) => report(sameHostKey, "same", place));
}

function linesOf({ path, text }: SourceFile): readonly Line[] {
  return text.split(/\r?\n/).flatMap((written, index) => {
    const trimmed = written.trim();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const words = trimmed.split(/\s+/);
    const marker = trimmed.startsWith("@") ? (words.shift() ?? "") : "";
    const [patterns = "", type = "", key = ""] = words;
    const line = index + 1;
    const column = written.length - written.trimStart().length + 1;
    const place = { file: path, path: "", line, column, endLine: line, endColumn: column + trimmed.length };
    return [{ place, marker, patterns, type, key }];
  });
}

const MARKERS = ["", "@cert-authority", "@revoked"];

function isWellFormed({ marker, type, key }: Line): boolean {
  if (!MARKERS.includes(marker) || !/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return false;
  const [ownType, ...numbers] = fieldsOf(Buffer.from(key, "base64")) ?? [];
  return ownType?.toString("latin1") === type && numbers.length > 0;
}

/** What a key is made of, its type first; undefined where its end was cut off. */
function fieldsOf(bytes: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at);
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return at === bytes.length ? fields : undefined;
}

function isForAnyHost({ patterns }: Line): boolean {
  return patterns.split(",").some((pattern) => /^[*?.:[\]]+$/.test(pattern));
}

function names(line: Line, { address, port }: Connection): boolean {
  const name = port === 22 ? address : `[${address}]:${port}`;
  return line.marker !== "@revoked" && line.type !== "" && line.key !== "" && namesHost(line.patterns, name);
}

/** Whether the first word of a line names a host: `10.0.0.1`, `[10.0.0.1]:2222`. Plain, with wildcards, or hashed. */
export function namesHost(patterns: string, name: string): boolean {
  if (patterns.startsWith("|1|")) return isHashOf(patterns, name);
  const list = patterns.split(",");
  const hit = (pattern: string) => isMatch(pattern.toLowerCase(), name.toLowerCase());
  return list.some(hit) && !list.some((pattern) => pattern.startsWith("!") && hit(pattern.slice(1)));
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt = "", hash = ""] = hashed.split("|");
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}

/** `*` any characters, `?` one: in time that grows with the lengths alone, whatever the pattern. */
function isMatch(pattern: string, name: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < name.length) {
    if (pattern[at] === "*") [star, mark, at] = [at, from, at + 1];
    else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === name[from]))
      [at, from] = [at + 1, from + 1];
    else if (star >= 0) [at, mark, from] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
