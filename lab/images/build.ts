import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildImageTool, imageToolKey } from "../tools/build.ts";
import { openBuildah, type Buildah } from "./buildah.ts";
import { bootstrapArguments, importDebian } from "./debian.ts";
import { IMAGES, type Image, type Suite, type Variant } from "./images.ts";
import { contentKey, type ContextFile } from "./keys.ts";

/** Where images go: a local registry, the lab's cache, and where a line of progress is told. */
export interface Store {
  /** `127.0.0.1:PORT`, plain HTTP. */
  readonly registry: string;
  readonly cache: string;
  readonly log: (line: string) => void;
  /** Folders of the images wanted; all of them where left out. */
  readonly only?: readonly string[];
}

/** An image in the registry, as `<registry>/<repository>:<key>`, and the tags it is known by. */
export interface BuiltImage {
  readonly repository: string;
  readonly key: string;
  readonly tags: readonly string[];
}

/** One image to build: a variant and its key. */
interface Task {
  readonly image: Image;
  readonly variant: Variant;
  readonly key: string;
}

const HERE = import.meta.dirname;

/** How many images are built at a time: apt waits for the network half of its time. */
const WORKERS = 2;

/** How often a build is tried. */
const ATTEMPTS = 3;

/**
 * Brings every image of the lab into the registry, building only what is not there under its content
 * key yet; nothing to build costs one HTTP request an image. About five minutes cold on two cores.
 *
 * @throws Error with the command that failed and its last lines, or naming two images that came out the
 *   same; what was pushed before stays.
 */
export async function buildImages(store: Store): Promise<readonly BuiltImage[]> {
  const wanted = IMAGES.filter(({ folder }) => store.only?.includes(folder) ?? true);
  const tasks = wanted.flatMap(tasksOf);
  const digests = (): Promise<readonly (string | undefined)[]> =>
    Promise.all(tasks.map((task) => digestOf(store.registry, task)));
  const there = await digests();
  const missing = tasks.filter((_, index) => there[index] === undefined);
  if (missing.length > 0) {
    await buildAll(store, missing);
    refuseTwins(tasks, await digests());
  }
  return tasks.map(({ image, variant, key }) => ({ repository: image.repository, key, tags: variant.tags }));
}

function tasksOf(image: Image): readonly Task[] {
  const files = readContext(join(HERE, image.folder));
  const base = image.suite && debianName(image.suite);
  const tool = image.tool && `tools ${imageToolKey(image.tool)}`;
  const from = [base, tool].filter((part) => part !== undefined);
  return image.variants.map((variant) => {
    const key = contentKey({ from, files, args: { IMAGE: image.repository, ...variant.args } });
    return { image, variant, key };
  });
}

/** The local name of a Debian image, its content key as the tag. */
function debianName(suite: Suite): string {
  const command = bootstrapArguments(suite, "root.tar").join("\n");
  const key = contentKey({ from: [], files: readContext(join(HERE, "debian")), args: { command } });
  return `localhost/oml-lab/${suite}:${key}`;
}

function readContext(folder: string): readonly ContextFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.includes("__pycache__") && statSync(join(folder, path)).isFile())
    .map((path) => {
      const file = join(folder, path);
      return { path, executable: (statSync(file).mode & 0o100) !== 0, content: readFileSync(file) };
    });
}

/** The digest under the image's key in the registry; undefined where it is not there. */
async function digestOf(registry: string, task: Task): Promise<string | undefined> {
  const accept =
    "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
  const url = `http://${registry}/v2/${task.image.repository}/manifests/${task.key}`;
  const answer = await fetch(url, { method: "HEAD", headers: { accept } });
  if (answer.ok) return answer.headers.get("docker-content-digest") ?? undefined;
  if (answer.status === 404) return undefined;
  throw new Error(`the lab's registry answered ${answer.status} to HEAD ${url}; see its log`);
}

/** Releases that are byte for byte the same would make every test of an upgrade pass for nothing. */
function refuseTwins(tasks: readonly Task[], digests: readonly (string | undefined)[]): void {
  tasks.forEach((task, index) => {
    const twin = tasks[digests.indexOf(digests[index])];
    if (twin !== undefined && twin !== task) {
      throw new Error(`the images ${title(twin)} and ${title(task)} came out the same (${digests[index]})`);
    }
  });
}

/** Builds the tasks, variants of one image one after the other (they share layers), images in parallel. */
async function buildAll(store: Store, tasks: readonly Task[]): Promise<void> {
  const buildah = await openBuildah(store.cache);
  const bases = new Map<Suite, Promise<void>>();
  const below = async ({ suite }: Image): Promise<void> => {
    if (suite === undefined) return;
    bases.set(suite, bases.get(suite) ?? ensureDebian(buildah, store, suite));
    await bases.get(suite);
  };
  const queue = Map.groupBy(tasks, (task) => task.image).values();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const group of queue) {
      for (const task of group) {
        await below(task.image);
        const seconds = await timed(() => stubborn(store, title(task), () => buildOne(buildah, store, task)));
        store.log(`images: ${++done}/${tasks.length} ${title(task)} (${seconds} s)`);
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

/**
 * Tries again twice: a mirror may hiccup, and buildah's copy of itself into memory now and then fails with
 * "sealing memfd copy: Device or resource busy". Layers that were finished are not built again.
 */
async function stubborn(store: Store, what: string, work: () => Promise<void>): Promise<void> {
  for (let left = ATTEMPTS - 1; left > 0; left--) {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message.split("\n").at(-1) : String(error);
      store.log(`images: ${what} failed, trying again: ${reason}`);
    }
  }
  return work();
}

async function ensureDebian(buildah: Buildah, store: Store, suite: Suite): Promise<void> {
  const name = debianName(suite);
  if (await buildah.has(name)) return;
  store.log(`images: making Debian ${suite}`);
  const seconds = await timed(() =>
    stubborn(store, `Debian ${suite}`, () => importDebian(buildah, store.cache, suite, name)),
  );
  store.log(`images: Debian ${suite} made (${seconds} s)`);
}

async function buildOne(buildah: Buildah, store: Store, task: Task): Promise<void> {
  const { image, variant, key } = task;
  const tools = image.tool && (await buildImageTool(image.tool, store.cache, store.log));
  const context = join(HERE, image.folder);
  const name = `localhost/oml-lab/${image.repository.replaceAll("/", "-")}:${key}`;
  await buildah.build({
    name,
    context,
    containerfile: join(context, "Containerfile"),
    args: { ...(image.suite && { BASE: debianName(image.suite) }), ...variant.args },
    contexts: tools === undefined ? {} : { tools },
  });
  await buildah.push(name, `${store.registry}/${image.repository}:${key}`);
}

function title({ image, variant }: Task): string {
  return `${image.repository.replace(/^[^/]*\//, "")}:${variant.tags.join(",")}`;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = Date.now();
  await work();
  return Math.round((Date.now() - started) / 1000);
}
