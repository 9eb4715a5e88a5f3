import type { ImageTool } from "../tools/build.ts";

/** A Debian release the images stand on; a folder of its own is made for it by mmdebstrap. */
export type Suite = "bookworm" | "bullseye";

/** One build of an image: the tags it is published under and what the Containerfile is given. */
export interface Variant {
  readonly tags: readonly string[];
  /** Build arguments, declared by `ARG` in the Containerfile. */
  readonly args?: Readonly<Record<string, string>>;
}

/** An image of the lab: `<folder>/Containerfile` and the files beside it. */
export interface Image {
  readonly folder: string;
  /** The production name, without the tag. */
  readonly repository: string;
  /** The Debian release below it; left out where it is made from scratch. */
  readonly suite?: Suite;
  /** A Go program of `lab/tools` the image holds; its folder is handed over as the build context `tools`. */
  readonly tool?: ImageTool;
  readonly variants: readonly Variant[];
}

/** The two releases every OMniLeads component has in the lab; the newer is also `latest`. */
export const OLDER = "ff63617b";
export const NEWER = "face6cfa";

const releases: readonly Variant[] = [
  { tags: [NEWER, "latest"], args: { RELEASE: NEWER } },
  { tags: [OLDER], args: { RELEASE: OLDER } },
];

/** Releases that fail: one exits at once, the other runs and never becomes healthy. */
const faults: readonly Variant[] = [
  { tags: ["broken"], args: { RELEASE: "broken", FAULT: "broken" } },
  { tags: ["sick"], args: { RELEASE: "sick", FAULT: "sick" } },
];

const omlapp: readonly Variant[] = [
  { tags: [NEWER, "latest"], args: { RELEASE: NEWER, SCHEMA: "newer" } },
  { tags: [OLDER], args: { RELEASE: OLDER, SCHEMA: "older" } },
  { tags: ["broken"], args: { RELEASE: "broken", SCHEMA: "newer", FAULT: "broken" } },
  { tags: ["sick"], args: { RELEASE: "sick", SCHEMA: "newer", FAULT: "sick" } },
  { tags: ["dropcol"], args: { RELEASE: "dropcol", SCHEMA: "dropcol", FAULT: "sick" } },
  { tags: ["slowmig"], args: { RELEASE: "slowmig", SCHEMA: "slowmig", SLOW_SECONDS: "120" } },
];

function oml(folder: string, suite: Suite, variants: readonly Variant[]): Image {
  return { folder, repository: `docker.io/omnileads/${folder}`, suite, variants };
}

function exporter(repository: string, debian: string, port: string): Image {
  const variant = { tags: ["latest"], args: { PACKAGE: debian, PORT: port } };
  return {
    folder: "exporter",
    repository: `docker.io/${repository}`,
    suite: "bookworm",
    variants: [variant],
  };
}

/** Every image of the lab, the ones that take longest first. */
export const IMAGES: readonly Image[] = [
  oml("asterisk", "bullseye", [...releases, ...faults]),
  oml("omlapp", "bookworm", omlapp),
  oml("rtpengine", "bookworm", releases),
  oml("postgres", "bullseye", [{ tags: ["13"], args: { MAJOR: "13" } }]),
  oml("postgres", "bookworm", [{ tags: ["15"], args: { MAJOR: "15" } }]),
  oml("kamailio", "bookworm", releases),
  oml("websockets", "bookworm", releases),
  oml("nginx", "bookworm", [...releases, ...faults]),
  {
    folder: "redis",
    repository: "docker.io/redislabs/redisgears",
    suite: "bookworm",
    variants: [{ tags: ["1.0.9"] }],
  },
  exporter("prom/node-exporter", "prometheus-node-exporter", "9100"),
  exporter("oliver006/redis_exporter", "prometheus-redis-exporter", "9121"),
  exporter("prometheuscommunity/postgres-exporter", "prometheus-postgres-exporter", "9187"),
  {
    folder: "restic",
    repository: "docker.io/restic/restic",
    tool: "restic",
    variants: [{ tags: ["0.18.1"] }],
  },
  {
    folder: "minio",
    repository: "quay.io/minio/minio",
    suite: "bookworm",
    tool: "minio",
    variants: [{ tags: ["latest"] }],
  },
  {
    folder: "mc",
    repository: "quay.io/minio/mc",
    suite: "bookworm",
    tool: "mc",
    variants: [{ tags: ["latest"] }],
  },
];
