import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Buildah } from "./buildah.ts";
import { run } from "./commands.ts";
import type { Suite } from "./images.ts";

const FOLDER = join(import.meta.dirname, "debian");

/** What every image of the lab has: an init, time zones, certificates, `envsubst`, `ps`, Python. */
const PACKAGES = [
  "tini",
  "tzdata",
  "ca-certificates",
  "gettext-base",
  "procps",
  "python3-minimal",
  "python3",
];

const KEYRING = "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg";

/** How the root is made. That a frozen mirror's lists have expired does not matter for a lab. */
export function bootstrapArguments(suite: Suite, target: string): readonly string[] {
  const keepOut = ["doc", "man", "locale", "info"].map(
    (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
  );
  return [
    ...[
      "--quiet",
      "--mode=root",
      "--variant=minbase",
      KEYRING,
      `--include=${PACKAGES.join(",")}`,
      ...keepOut,
    ],
    ...['--aptopt=Acquire::Check-Valid-Until "false"', '--aptopt=Acquire::Check-Date "false"'],
    ...['--aptopt=Acquire::Retries "5"', '--aptopt=Acquire::Languages "none"'],
    ...['--customize-hook=chroot "$1" apt-get clean', suite, target],
  ];
}

/**
 * Makes the root of a Debian release with mmdebstrap and imports it as the image `name`; about 30 s.
 * From `OML_LAB_MIRROR` where that is set, else Debian's own mirrors with their updates.
 */
export async function importDebian(
  buildah: Buildah,
  cache: string,
  suite: Suite,
  name: string,
): Promise<void> {
  const work = mkdtempSync(join(cache, "images", `.${suite}-`));
  try {
    for (const file of ["lab-install", "policy-rc.d"]) copyFileSync(join(FOLDER, file), join(work, file));
    const mirror = process.env["OML_LAB_MIRROR"];
    const from = mirror ? [mirror] : [];
    await run("mmdebstrap", [...bootstrapArguments(suite, join(work, "root.tar")), ...from], {
      ...process.env,
      TMPDIR: work,
    });
    const containerfile = join(FOLDER, "Containerfile");
    await buildah.build({ name, containerfile, context: work, args: {}, contexts: {} });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
