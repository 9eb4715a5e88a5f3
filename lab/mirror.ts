/** Where Debian's packages come from on this machine. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = "/etc/apt";

/** The mirror to build Debian hosts from: `OML_LAB_MIRROR`, else the machine's own; undefined: mmdebstrap's default. */
export function debianMirror(): string | undefined {
  const parts = join(SOURCES, "sources.list.d");
  const files = [join(SOURCES, "sources.list"), ...readdirSync(parts).map((name) => join(parts, name))];
  const texts = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  return process.env["OML_LAB_MIRROR"] || findMirror(texts.join("\n"));
}

/** The first address of a Debian archive among apt's sources, without a slash at its end. */
export function findMirror(sources: string): string | undefined {
  const lines = sources.split("\n").filter((line) => /^(deb|URIs:)\s/.test(line));
  const found = lines.flatMap((line) => /https?:\/\/\S+\/debian(?=\/?(\s|$))/.exec(line)?.[0] ?? []);
  return found[0];
}
