import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildImageTool, imageToolKey, isRecentGo, toolsKey } from "./build.ts";

describe("isRecentGo", () => {
  it.each([
    "go version go1.25.0 linux/amd64",
    "go version go1.26.8 linux/arm64",
    "go version go2.0 linux/amd64",
  ])("takes %s", (version) => expect(isRecentGo(version)).toBe(true));
  it.each(["go version go1.19.8 linux/amd64", "go version go1.24.9 linux/amd64", ""])(
    "refuses '%s'",
    (version) => expect(isRecentGo(version)).toBe(false),
  );
});

describe("toolsKey", () => {
  it("is a short name that stays the same while the pins do", () => {
    expect(toolsKey()).toMatch(/^[0-9a-f]{16}$/);
    expect(toolsKey()).toBe(toolsKey());
  });
  it("is another for each module: pinning one anew rebuilds no other", () => {
    const folders = ["", "act", "actionlint", "restic"].map((name) => join(import.meta.dirname, name));
    expect(new Set(folders.map((folder) => toolsKey(folder))).size).toBe(4);
  });
});

describe("imageToolKey", () => {
  it.each(["minio", "mc"] as const)("is the lab's own module's for %s", (name) =>
    expect(imageToolKey(name)).toBe(toolsKey()),
  );
  it("is its own module's for restic", () =>
    expect(imageToolKey("restic")).toBe(toolsKey(join(import.meta.dirname, "restic"))));
});

describe("buildImageTool", () => {
  it("tries again what failed before", async () => {
    const parent = mkdtempSync(join(tmpdir(), "oml-tools-"));
    const cache = join(parent, "cache");
    const build = (): Promise<string> => buildImageTool("mc", cache, () => undefined);
    writeFileSync(cache, "no folder");
    await expect(build()).rejects.toThrow("ENOTDIR");
    rmSync(cache);
    mkdirSync(join(cache, "tools", toolsKey()), { recursive: true });
    await expect(build()).resolves.toBe(join(cache, "tools", toolsKey()));
    rmSync(parent, { recursive: true });
  });
});
