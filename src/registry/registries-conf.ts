/** Reads podman's `registries.conf` (version 2): where an image's name is really fetched from. Pure. */
import { parse } from "smol-toml";
import { z } from "zod";

/** One place an image can be asked for. `host` may carry a port; `repository` has no tag. */
export interface Endpoint {
  readonly host: string;
  readonly repository: string;
  readonly insecure: boolean;
}

/** The part of `registries.conf` that decides where a tag is looked up. */
export interface RegistriesConf {
  readonly registries: readonly RegistryRule[];
}

interface MirrorRule {
  readonly location: string;
  readonly insecure: boolean;
}

interface RegistryRule extends MirrorRule {
  readonly prefix: string;
  readonly blocked: boolean;
  readonly mirrors: readonly MirrorRule[];
}

const Mirror = z.object({
  location: z.string(),
  insecure: z.boolean().default(false),
  "pull-from-mirror": z.enum(["all", "digest-only", "tag-only"]).default("all"),
});

const Registry = z.object({
  prefix: z.string().optional(),
  location: z.string().optional(),
  insecure: z.boolean().default(false),
  blocked: z.boolean().default(false),
  "mirror-by-digest-only": z.boolean().default(false),
  mirror: z.array(Mirror).default([]),
});

const Conf = z.object({ registry: z.array(Registry).default([]) });

/** No file: every image comes from the registry its name says. */
export const NO_CONF: RegistriesConf = { registries: [] };

/** Parses a `registries.conf`; throws an Error naming what is wrong with it. Keys that do not matter here are ignored. */
export function parseRegistriesConf(text: string): RegistriesConf {
  const conf = Conf.parse(parse(text));
  const rules = conf.registry.map(toRule).filter((rule) => rule.prefix !== "");
  return { registries: rules.sort((a, b) => b.prefix.length - a.prefix.length) };
}

function toRule(entry: z.infer<typeof Registry>): RegistryRule {
  const prefix = entry.prefix ?? entry.location ?? "";
  const byTag = entry["mirror-by-digest-only"]
    ? []
    : entry.mirror.filter((mirror) => mirror["pull-from-mirror"] !== "digest-only");
  return {
    prefix,
    location: entry.location ?? (prefix.startsWith("*.") ? "" : prefix),
    insecure: entry.insecure,
    blocked: entry.blocked,
    mirrors: byTag.map(({ location, insecure }) => ({ location, insecure })),
  };
}

/** The places to ask for `image` (such as `docker.io/omnileads/nginx`), in order; none where it is blocked. */
export function endpointsOf(image: string, conf: RegistriesConf): readonly Endpoint[] {
  const rule = conf.registries.find(({ prefix }) => matchedLength(image, prefix) > 0);
  if (!rule) return [toEndpoint(image, false)];
  if (rule.blocked) return [];
  const rest = image.slice(matchedLength(image, rule.prefix));
  const mirrors = rule.mirrors.map((mirror) => toEndpoint(mirror.location + rest, mirror.insecure));
  const own = rule.location === "" ? image : rule.location + rest;
  return [...mirrors, toEndpoint(own, rule.insecure)];
}

/** How many characters of `image` the prefix covers; 0: it does not match. */
function matchedLength(image: string, prefix: string): number {
  if (prefix.startsWith("*.")) {
    const host = image.split("/")[0] ?? "";
    return host.endsWith(prefix.slice(1)) ? host.length : 0;
  }
  if (!image.startsWith(prefix)) return 0;
  const next = image[prefix.length];
  return next === undefined || "/:@".includes(next) ? prefix.length : 0;
}

/** Docker Hub's API lives at another name than its images, and its official images under `library/`. */
function toEndpoint(name: string, insecure: boolean): Endpoint {
  const slash = name.indexOf("/");
  const host = slash < 0 ? name : name.slice(0, slash);
  const repository = slash < 0 ? "" : name.slice(slash + 1);
  if (host !== "docker.io") return { host, repository, insecure };
  const full = repository.includes("/") ? repository : `library/${repository}`;
  return { host: "registry-1.docker.io", repository: full, insecure };
}
