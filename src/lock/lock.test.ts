import { describe, expect, it } from "vitest";
import { digestsOf, formatLock, type Lock, type LockedImage } from "./lock.ts";
import { readLock } from "./read-lock.ts";

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const nginx: LockedImage = {
  image: "docker.io/omnileads/nginx",
  tag: "latest",
  digest: digest("a"),
  named: "face6cfa",
};
const minio: LockedImage = { image: "quay.io/minio/minio", tag: "latest", digest: digest("b") };
const mc: LockedImage = { image: "quay.io/minio/mc", tag: "latest", digest: digest("c") };
const lock: Lock = { format: 1, components: { nginx: [nginx], minio: [minio, mc] } };

/** The problems of a text as `line:column path: message`. */
const problemsIn = (text: string): readonly string[] =>
  readLock({ path: "images.lock.json", text }, "acme").problems.map(
    ({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`,
  );

describe("formatLock", () => {
  it("writes the same text whatever the order things were found in, and reads it back", () => {
    const text = formatLock(lock);
    const { named, ...rest } = nginx;
    const turned = { named: named ?? "", ...rest };
    expect(formatLock({ components: { minio: [minio, mc], nginx: [turned] }, format: 1 })).toBe(text);
    expect(text.endsWith("}\n")).toBe(true);
    const result = readLock({ path: "images.lock.json", text }, "acme");
    expect(result).toEqual({ lock, problems: [] });
  });

  it("keeps a component's own image first", () => {
    expect(formatLock(lock).indexOf("minio/minio")).toBeLessThan(formatLock(lock).indexOf("minio/mc"));
  });
});

describe("digestsOf", () => {
  it("names every image by its tag", () => {
    expect([...digestsOf(lock)]).toEqual([
      ["docker.io/omnileads/nginx:latest", digest("a")],
      ["quay.io/minio/minio:latest", digest("b")],
      ["quay.io/minio/mc:latest", digest("c")],
    ]);
  });
});

describe("readLock", () => {
  const text = formatLock(lock);

  it("knows no lock where there is no file", () => {
    expect(readLock(undefined, "acme")).toEqual({ problems: [] });
  });

  it("does not mind how lines end and how deep they are indented", () => {
    expect(problemsIn(text.replaceAll("\n", "\r\n").replaceAll("  ", "\t"))).toEqual([]);
  });

  it.each([
    [
      "a digest cut short",
      text.replace(digest("b"), digest("b").slice(0, -1)),
      /^8:19 .*0\.digest: is not a digest/,
    ],
    ["a tag for a digest", text.replace(`"${digest("a")}"`, '"latest"'), /digest: is not a digest/],
    ["another form", text.replace('"format": 1', '"format": 2'), /^2:13 format: is not 1/],
    ["a key nobody knows", text.replace('"tag"', '"size": "1",\n        "tag"'), /is not an image with/],
    ["an option for an image", text.replace("quay.io/minio/mc", "--privileged"), /is not an image such as/],
    [
      "a component without an image",
      text.replace(/"nginx": \[[^]*?\]/, '"nginx": []'),
      /is not a list of images/,
    ],
    ["half a file", text.slice(0, 200), /^1:1 : is not JSON$/],
    ["an empty file", "", /^1:1 : is not JSON$/],
    ["a list", "[]", /^1:1 : is not an image lock/],
    ["a merge", `{\n<<<<<<< ours\n${text}`, /^2:1 : holds the two sides of a merge$/],
    [
      "a component twice: readers would see one and machines the other",
      text.replace('"minio": [', '"minio": [],\n    "minio": ['),
      /^1:1 : is not as oml lock writes it/,
    ],
  ])("refuses %s", (_, bad, message) => {
    expect(problemsIn(bad)).toEqual([expect.stringMatching(message)]);
  });

  it("names the command that mends it", () => {
    const [problem] = readLock({ path: "images.lock.json", text: "{}" }, "acme").problems;
    expect(problem).toMatchObject({
      code: "OML0507",
      severity: "error",
      remedy: "Run oml lock --tenant acme",
    });
  });
});
