/** Resolves image tags to digests at their registries, so that both hosts run the same bytes. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { authorize, parseChallenge, type Credentials } from "./authorize.ts";
import { endpointsOf, type Endpoint, type RegistriesConf } from "./registries-conf.ts";
import { BACKOFF, request, type Backoff, type Reply } from "./transport.ts";

/** An image by its production name, with the tag to look up. */
export interface ImageTag {
  readonly image: string;
  readonly tag: string;
}

/** What a registry is asked with. */
export interface Registries {
  readonly conf: RegistriesConf;
  readonly credentials: Credentials;
  readonly backoff?: Backoff;
}

/**
 * A digest (`sha256:…`), or one sentence saying why there is none. `missing`: the registry says that there is no such
 * image or tag; otherwise it could not be asked.
 */
export type Resolved =
  | (ImageTag & { readonly ok: true; readonly digest: string })
  | (ImageTag & { readonly ok: false; readonly missing: boolean; readonly message: string });

/** Indexes first: a multi-architecture image is pinned as a whole. */
const ACCEPT = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const Errors = z.object({ errors: z.array(z.object({ code: z.string() })) });
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Looks all tags up at once, each distinct one once; the answers come in the order asked. */
export async function resolveTags(
  images: readonly ImageTag[],
  registries: Registries,
): Promise<readonly Resolved[]> {
  const running = new Map<string, Promise<Resolved>>();
  return Promise.all(
    images.map((image) => {
      const name = `${image.image}:${image.tag}`;
      const lookup = running.get(name) ?? resolveTag(image, registries);
      running.set(name, lookup);
      return lookup;
    }),
  );
}

async function resolveTag({ image, tag }: ImageTag, registries: Registries): Promise<Resolved> {
  const endpoints = endpointsOf(image, registries.conf);
  let last: Answer = { message: `${image} is blocked by registries.conf` };
  for (const endpoint of endpoints) {
    const answer = await askEndpoint(endpoint, image, tag, registries);
    if (answer.digest !== undefined) return { ok: true, image, tag, digest: answer.digest };
    last = answer;
  }
  return { ok: false, image, tag, missing: last.missing ?? false, message: last.message };
}

interface Answer {
  readonly digest?: string;
  readonly missing?: boolean;
  readonly message: string;
}

async function askEndpoint(
  endpoint: Endpoint,
  image: string,
  tag: string,
  registries: Registries,
): Promise<Answer> {
  const schemes = endpoint.insecure ? ["https", "http"] : ["https"];
  let message = "";
  for (const scheme of schemes) {
    try {
      return await askManifest(`${scheme}://${endpoint.host}`, endpoint, image, tag, registries);
    } catch (error) {
      const cause = error instanceof Error ? error.message || String(error) : String(error);
      message = `${endpoint.host} (asked for ${image}:${tag}) cannot be reached: ${cause}`;
    }
  }
  return { message };
}

async function askManifest(
  base: string,
  endpoint: Endpoint,
  image: string,
  tag: string,
  registries: Registries,
): Promise<Answer> {
  const url = `${base}/v2/${endpoint.repository}/manifests/${encodeURIComponent(tag)}`;
  const backoff = registries.backoff ?? BACKOFF;
  let authorization: string | undefined;
  const ask = async (method: "HEAD" | "GET"): Promise<Reply> => {
    const headers = { accept: ACCEPT, ...(authorization ? { authorization } : {}) };
    return request({ method, url, headers, insecure: endpoint.insecure }, backoff);
  };
  let reply = await ask("HEAD");
  const challenge = reply.status === 401 ? parseChallenge(reply.headers["www-authenticate"]) : undefined;
  if (challenge) {
    const basic = registries.credentials.get(endpoint.host);
    authorization = await authorize(challenge, basic, endpoint.insecure, backoff);
    reply = await ask("HEAD");
  }
  const announced = digestOf(reply);
  if (announced) return { digest: announced, message: "" };
  return readBody(await ask("GET"), endpoint, image, tag);
}

function digestOf(reply: Reply): string | undefined {
  const header = reply.headers["docker-content-digest"];
  return reply.status === 200 && typeof header === "string" && DIGEST.test(header) ? header : undefined;
}

/** Where HEAD told nothing: the digest of the manifest's bytes, or why there is no manifest. */
function readBody(reply: Reply, endpoint: Endpoint, image: string, tag: string): Answer {
  if (reply.status === 200) {
    return { digest: `sha256:${createHash("sha256").update(reply.body).digest("hex")}`, message: "" };
  }
  const at = image.startsWith(`${endpoint.host}/`) ? "" : ` (asked at ${endpoint.host})`;
  if (reply.status === 401 || reply.status === 403) {
    return { message: `${image} needs a login, or does not exist${at}` };
  }
  if (reply.status === 404) {
    const unknown = errorCodes(reply).includes("NAME_UNKNOWN");
    const message = unknown
      ? `${image} does not exist${at}`
      : `${image} has no tag ${tag}${at}; correct the version in the inventory`;
    return { missing: true, message };
  }
  return { message: `${endpoint.host} answered ${String(reply.status)} for ${image}:${tag}` };
}

function errorCodes(reply: Reply): readonly string[] {
  try {
    return Errors.parse(JSON.parse(reply.body.toString("utf8"))).errors.map(({ code }) => code);
  } catch {
    return [];
  }
}
