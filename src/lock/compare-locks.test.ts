import { describe, expect, it } from "vitest";
import { compareLocks, type TenantLock } from "./compare-locks.ts";
import { formatLock } from "./lock.ts";
import { digestFrom } from "./testing.ts";

/** A tenant that locks one image. */
function tenant(name: string, image: string, tag: string, digest: string): TenantLock {
  const lock = { format: 1, components: { nginx: [{ image, tag, digest: digestFrom(digest) }] } } as const;
  return { tenant: name, lock, file: { path: `${name}/images.lock.json`, text: formatLock(lock) } };
}

const told = (locks: readonly TenantLock[]): readonly string[] =>
  compareLocks(locks).map(({ file, severity, line, message }) => `${file}:${line} ${severity}: ${message}`);

const NGINX = "docker.io/omnileads/nginx";

describe("compareLocks", () => {
  it("lets latest name other bytes at another tenant", () => {
    expect(told([tenant("a", NGINX, "latest", "1"), tenant("b", NGINX, "latest", "2")])).toEqual([]);
  });

  it("finds the one tenant whose digest is another image's at the others", () => {
    const locks = [
      tenant("a", NGINX, "latest", "1"),
      tenant("b", "docker.io/omnileads/asterisk", "latest", "1"),
      tenant("c", NGINX, "latest", "1"),
    ];
    expect(told(locks)).toEqual([
      "b/images.lock.json:8 error: is the digest of docker.io/omnileads/nginx:latest in the lock of a",
    ]);
  });

  it("tells both where it cannot know which is right", () => {
    const locks = [tenant("a", NGINX, "latest", "1"), tenant("b", "docker.io/x/y", "latest", "1")];
    expect(told(locks).length).toBe(2);
  });

  it("warns where a tag that is never moved has another digest than elsewhere", () => {
    const locks = [
      tenant("a", NGINX, "face6cfa", "1"),
      tenant("b", NGINX, "face6cfa", "1"),
      tenant("c", NGINX, "face6cfa", "2"),
    ];
    expect(told(locks)).toEqual([
      "c/images.lock.json:8 warning: is not the digest a has for docker.io/omnileads/nginx:face6cfa, a tag that is never moved",
    ]);
  });
});
