/** The fingerprint of what host preparation would do. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** SHA-256 over `prepare.yml`, the roles and the parameters: 64 hex digits. Equal: the hosts need no preparation. */
export function preparationFingerprint(root: string, parameters: Readonly<Record<string, string>>): string {
  const playbooks = join(root, "playbooks");
  const digest = createHash("sha256");
  const entry = (name: string, content: string | Buffer): void => {
    digest.update(`${name}\0${String(content.length)}\0`).update(content);
  };
  entry("parameters", JSON.stringify(Object.entries(parameters).sort()));
  for (const file of ["prepare.yml", ...filesUnder(playbooks, "roles")]) {
    if (existsSync(join(playbooks, file))) entry(file, readFileSync(join(playbooks, file)));
  }
  return digest.digest("hex");
}

function filesUnder(playbooks: string, folder: string): readonly string[] {
  const base = join(playbooks, folder);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"))
    .map((entry) => relative(playbooks, join(entry.parentPath, entry.name)))
    .sort();
}
