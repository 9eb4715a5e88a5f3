/** The cache all checkouts share: content-addressed entries, one builder at a time. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { LabError } from "./process.ts";

/** A key of 16 hex digits for whatever decides a cached thing's content. */
export function contentKey(recipe: unknown): string {
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 16);
}

/** Every file below `folder`: path relative to it, mode and content, in a stable order. */
export function readTree(
  folder: string,
): readonly (readonly [path: string, mode: number, content: string])[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map(
      (path) => [relative(folder, path), statSync(path).mode & 0o777, readFileSync(path, "utf8")] as const,
    );
}

/**
 * Does `work` while holding the lock `file`; `wait` is called once where another process holds it.
 * The kernel frees the lock when this process dies, however it dies.
 */
export async function withLock<T>(file: string, wait: () => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const release = await lock(file, wait);
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Takes the lock in a small child that holds it for as long as its input stays open. */
function lock(file: string, wait: () => void): Promise<() => Promise<void>> {
  const script = "flock -n 9 || { echo wait; flock 9; }; echo held; cat > /dev/null";
  const child = spawn("sh", ["-c", `exec 9>>"$1"; ${script}`, "lock", file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const release = (): Promise<void> => {
    child.stdin.end();
    return ended;
  };
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => reject(new LabError(`lab: ${file} cannot be locked: ${cause.message}.`)));
    child.on("exit", () => reject(new LabError(`lab: ${file} cannot be locked.`)));
    child.stdout.on("data", (chunk: Buffer) => {
      const words = chunk.toString();
      if (words.includes("wait")) wait();
      if (words.includes("held")) resolve(release);
    });
  });
}
