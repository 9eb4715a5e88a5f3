import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepImages } from "./image-store.ts";

let containers: string;
const storage = (...names: readonly string[]): string => join(containers, "storage", ...names);

function put(path: string, content: unknown = ""): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}

/** A layer as podman lays it out. */
function putLayer(id: string): void {
  put(storage("overlay", id, "diff", "file"), id);
  put(storage("overlay-layers", `${id}.tar-split.gz`));
  mkdirSync(storage("overlay", "l"), { recursive: true });
  symlinkSync(`../${id}/diff`, storage("overlay", "l", `LINK-${id}`));
}

beforeEach(() => {
  containers = mkdtempSync(join(tmpdir(), "oml-storage-"));
  for (const id of ["base", "nginx", "container"]) putLayer(id);
  put(storage("overlay", "orphan", "diff", "data"), "nobody lists it");
  put(storage("overlay-images", "images.json"), [{ id: "image", layer: "nginx", digest: "sha256:1" }]);
  put(storage("overlay-images", "image", "manifest"));
  put(storage("overlay-layers", "layers.json"), [
    { id: "base", "diff-size": 1 },
    { id: "nginx", parent: "base" },
    { id: "container", parent: "nginx" },
  ]);
  put(storage("overlay-containers", "containers.json"), [{ id: "c", layer: "container" }]);
  put(storage("libpod", "bolt_state.db"));
  put(storage("volumes", "oml_postgres", "_data", "PG_VERSION"), "15");
  put(join(containers, "cache", "blobs"));
});
afterEach(() => rmSync(containers, { recursive: true, force: true }));

test("images stay with their layers; containers, volumes and the rest go", async () => {
  await keepImages(containers);
  expect(readdirSync(containers)).toEqual(["storage"]);
  expect(readdirSync(storage()).toSorted()).toEqual(["overlay", "overlay-images", "overlay-layers"]);
  expect(readdirSync(storage("overlay")).toSorted()).toEqual(["base", "l", "nginx"]);
  expect(readdirSync(storage("overlay", "l")).toSorted()).toEqual(["LINK-base", "LINK-nginx"]);
  expect(readFileSync(storage("overlay", "nginx", "diff", "file"), "utf8")).toBe("nginx");
  expect(existsSync(storage("overlay-images", "image", "manifest"))).toBe(true);
  expect(JSON.parse(readFileSync(storage("overlay-layers", "layers.json"), "utf8"))).toEqual([
    { id: "base", "diff-size": 1 },
    { id: "nginx", parent: "base" },
  ]);
});

test("what was cut short is ended by doing it again", async () => {
  await keepImages(containers);
  put(storage("overlay-layers", "layers.json.new"), "half");
  put(storage("overlay", "container", "diff", "left"));
  await keepImages(containers);
  expect(readdirSync(storage("overlay")).toSorted()).toEqual(["base", "l", "nginx"]);
  expect(readdirSync(storage("overlay-layers"))).not.toContain("layers.json.new");
});

test.each(["overlay-images/images.json", "overlay-layers/layers.json"])(
  "a storage whose %s cannot be read goes as a whole",
  async (list) => {
    put(storage(list), "half a li");
    await keepImages(containers);
    expect(existsSync(containers)).toBe(false);
  },
);
