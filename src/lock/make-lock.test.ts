import { describe, expect, it } from "vitest";
import { formatLock, type Lock, type LockedImage, type NeededImages } from "./lock.ts";
import { changesBetween, formatChange, imagesToAsk, makeLock, namedBefore } from "./make-lock.ts";
import { digestFrom } from "./testing.ts";

const NGINX = { image: "docker.io/omnileads/nginx", tag: "latest" };
const APP = { image: "docker.io/omnileads/omlapp", tag: "latest" };
const needed: NeededImages = { nginx: [NGINX], daphne: [APP], cron: [APP] };

/** What registries say at one moment. */
const at = (moment: string, named?: string): readonly LockedImage[] =>
  [NGINX, APP].map((image) => ({
    ...image,
    digest: digestFrom(`${moment} ${image.image}`),
    ...(named === undefined ? {} : { named }),
  }));

const first = makeLock({ needed, before: undefined, names: "all" }, at("1"));
const told = (before: Lock | undefined, after: Lock) =>
  changesBetween(before, after).map((change) => formatChange(change).replace(/sha256:\w+/g, "…"));

describe("makeLock", () => {
  it("locks everything where there is no lock yet, whatever component was named", () => {
    expect(imagesToAsk({ needed, before: undefined, names: ["nginx"] })).toEqual([NGINX, APP]);
    expect(Object.keys(first.components).sort()).toEqual(["cron", "daphne", "nginx"]);
  });

  it("asks for the named component alone, and leaves the others as they were", () => {
    const relock = { needed, before: first, names: ["nginx"] };
    expect(imagesToAsk(relock)).toEqual([NGINX]);
    const second = makeLock(relock, at("2"));
    expect(second.components["nginx"]).not.toEqual(first.components["nginx"]);
    expect(told(first, makeLock(relock, at("2").slice(0, 1)))).toEqual([
      "nginx: docker.io/omnileads/nginx latest@… → latest@…",
    ]);
  });

  it("locks along with it what is not locked as the tenant needs it, so that the lock is whole", () => {
    const tagged = { ...NGINX, tag: "face6cfa" };
    const relock = { needed: { ...needed, nginx: [tagged] }, before: first, names: ["cron"] };
    expect(imagesToAsk(relock)).toEqual([tagged, APP]);
    expect(imagesToAsk({ ...relock, needed, names: [] })).toEqual([]);
  });

  it("gives everyone who uses an image and tag the same digest", () => {
    const second = makeLock({ needed, before: first, names: ["daphne"] }, at("2").slice(1));
    expect(second.components["cron"]).toEqual(second.components["daphne"]);
    expect(second.components["nginx"]).toEqual(first.components["nginx"]);
  });

  it("leaves out what the tenant no longer needs, and is the same text when nothing changed", () => {
    const { nginx, ...rest } = needed;
    expect(nginx).toBeDefined();
    const second = makeLock({ needed: rest, before: first, names: ["cron"] }, at("1"));
    expect(told(first, second)).toEqual(["nginx: docker.io/omnileads/nginx latest@… → nothing"]);
    expect(formatLock(makeLock({ needed, before: first, names: "all" }, at("1")))).toBe(formatLock(first));
  });

  it("throws where it is not given what it asked for", () => {
    expect(() => makeLock({ needed, before: first, names: "all" }, [])).toThrow(
      "docker.io/omnileads/nginx:latest",
    );
  });
});

describe("changesBetween", () => {
  it("says old and new, and the fixed tag where it is known", () => {
    const second = makeLock({ needed, before: first, names: "all" }, at("1", "face6cfa"));
    expect(told(first, second)[2]).toBe("nginx: docker.io/omnileads/nginx latest@… → latest@… (face6cfa)");
    expect(namedBefore(second, NGINX)).toEqual(["face6cfa"]);
    expect(namedBefore(undefined, NGINX)).toEqual([]);
  });

  it("names both images where the image is another one", () => {
    const moved = { image: "docker.io/other/nginx", tag: "1", digest: digestFrom("x") };
    const second = makeLock({ needed: { nginx: [moved] }, before: first, names: "all" }, [moved]);
    expect(told(first, second)[2]).toBe(
      "nginx: docker.io/omnileads/nginx:latest@… → docker.io/other/nginx:1@…",
    );
  });
});
