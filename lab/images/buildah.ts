import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "./commands.ts";

/** What one `buildah build` is given. */
export interface Build {
  /** The local name the image gets. */
  readonly name: string;
  readonly containerfile: string;
  readonly context: string;
  readonly args: Readonly<Record<string, string>>;
  /** Further build contexts by name. */
  readonly contexts: Readonly<Record<string, string>>;
}

/** buildah with an image store of its own. */
export interface Buildah {
  has(name: string): Promise<boolean>;
  build(build: Build): Promise<void>;
  /** Pushes a local image to `host/repository:tag` over plain HTTP, its layers uncompressed. */
  push(name: string, target: string): Promise<void>;
}

/**
 * Opens the image store under `cache`/images. Every command runs in a mount namespace of its own: a
 * killed build leaves nothing mounted. The overlay driver is used where the cache's file system takes
 * it, else plain copies.
 */
export async function openBuildah(cache: string): Promise<Buildah> {
  const folder = join(cache, "images");
  mkdirSync(join(folder, "tmp"), { recursive: true });
  const env = { ...process.env, TMPDIR: join(folder, "tmp"), BUILDAH_ISOLATION: "chroot" };
  const call = (driver: string, ...args: readonly string[]): Promise<string> => {
    const store = ["--root", join(folder, driver), "--runroot", join(folder, `${driver}-run`)];
    const own = ["--mount", "--propagation", "private", "buildah"];
    return run("unshare", [...own, ...store, "--storage-driver", driver, ...args], env);
  };
  const driver = await call("overlay", "info").then(
    () => "overlay",
    () => "vfs",
  );
  return {
    has: (name) =>
      call(driver, "inspect", "--type", "image", name).then(
        () => true,
        () => false,
      ),
    build: async (build) => void (await call(driver, ...buildArguments(build))),
    push: async (name, target) =>
      void (await call(
        driver,
        "push",
        "--quiet",
        "--tls-verify=false",
        "--disable-compression",
        name,
        `docker://${target}`,
      )),
  };
}

/** The arguments of `buildah` for one build: cached layers, so that releases share all but the last ones. */
export function buildArguments(build: Build): readonly string[] {
  return [
    ...["build", "--quiet", "--layers", "--force-rm", "--isolation", "chroot", "--pull-never"],
    ...Object.entries(build.args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...Object.entries(build.contexts).flatMap(([name, path]) => ["--build-context", `${name}=${path}`]),
    ...["--tag", build.name, "--file", build.containerfile, build.context],
  ];
}
