import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildArguments } from "./buildah.ts";
import { IMAGES, NEWER, OLDER } from "./images.ts";

const containerfile = (folder: string): string => join(import.meta.dirname, folder, "Containerfile");
const tagged = IMAGES.flatMap(({ repository, variants }) =>
  variants.flatMap(({ tags }) => tags.map((tag) => `${repository}:${tag}`)),
);

describe("the list of images", () => {
  it("gives a tag to one image only", () => {
    expect(tagged.toSorted()).toEqual([...new Set(tagged)].toSorted());
  });

  it.each(IMAGES)("$repository has a Containerfile that declares every argument", (image) => {
    expect(existsSync(containerfile(image.folder))).toBe(true);
    const declared = [...readFileSync(containerfile(image.folder), "utf8").matchAll(/^ARG (\w+)/gm)].map(
      ([, name]) => name,
    );
    for (const name of image.variants.flatMap(({ args }) => Object.keys(args ?? {})))
      expect(declared).toContain(name);
    expect(declared.includes("BASE")).toBe(image.suite !== undefined);
  });

  it.each(["rtpengine", "kamailio", "websockets", "asterisk", "omlapp", "nginx"])(
    "has two releases of %s, the newer also as latest",
    (name) => {
      const image = IMAGES.find(({ repository }) => repository === `docker.io/omnileads/${name}`);
      const tags = image?.variants.map((variant) => variant.tags);
      expect(tags).toContainEqual([NEWER, "latest"]);
      expect(tags).toContainEqual([OLDER]);
    },
  );

  it.each(["omlapp", "asterisk", "nginx"])("has a broken and a sick %s", (name) => {
    expect(tagged).toContain(`docker.io/omnileads/${name}:broken`);
    expect(tagged).toContain(`docker.io/omnileads/${name}:sick`);
  });
});

describe("the image of restic", () => {
  const image = IMAGES.find(({ folder }) => folder === "restic");

  it("has one tag, the version that its Go module pins", () => {
    const pins = readFileSync(join(import.meta.dirname, "..", "tools", "restic", "go.mod"), "utf8");
    const version = /github\.com\/restic\/restic v(\S+)/.exec(pins)?.[1];
    expect(image?.repository).toBe("docker.io/restic/restic");
    expect(image?.variants.flatMap(({ tags }) => tags)).toEqual([version]);
  });

  it("holds the program where the official image has it", () => {
    const text = readFileSync(containerfile("restic"), "utf8");
    expect(text).toContain(" restic /usr/bin/restic\n");
    expect(text).toContain('ENTRYPOINT ["/usr/bin/restic"]');
  });
});

describe("buildArguments", () => {
  it("names arguments and contexts, the build context last", () => {
    const build = {
      name: "n",
      containerfile: "c",
      context: "/x",
      args: { BASE: "b" },
      contexts: { tools: "/t" },
    };
    const argv = buildArguments(build).join(" ");
    expect(argv).toContain("--build-arg BASE=b --build-context tools=/t --tag n --file c /x");
  });
});
