/** Resolves image tags to digests at their registries, so that both hosts run the same bytes. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { nameOf, type ImageReference } from "../lock/lock.ts";
import type { RegistryClient } from "./client.ts";
import { endpointsOf, type Endpoint } from "./registries-conf.ts";
import type { Reply } from "./transport.ts";

/**
 * A digest (`sha256:…`), or one sentence saying why there is none. `missing`: the registry says that there is no such
 * image or tag; otherwise it could not be asked.
 */
export type Resolved =
  | (ImageReference & { readonly ok: true; readonly digest: string })
  | (ImageReference & { readonly ok: false; readonly missing: boolean; readonly message: string });

/** Indexes first: a multi-architecture image is pinned as a whole. */
export const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const Errors = z.object({ errors: z.array(z.object({ code: z.string() })) });
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Looks all tags up at once, each distinct one once; the answers come in the order asked. */
export async function resolveTags(
  images: readonly ImageReference[],
  client: RegistryClient,
): Promise<readonly Resolved[]> {
  const running = new Map<string, Promise<Resolved>>();
  return Promise.all(
    images.map((image) => {
      const name = nameOf(image);
      const lookup = running.get(name) ?? resolveTag(image, client);
      running.set(name, lookup);
      return lookup;
    }),
  );
}

async function resolveTag({ image, tag }: ImageReference, client: RegistryClient): Promise<Resolved> {
  const endpoints = endpointsOf(image, client.registries.conf);
  let last: Answer = { message: `${image} is blocked by registries.conf` };
  for (const endpoint of endpoints) {
    const answer = await askEndpoint(endpoint, image, tag, client);
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
  client: RegistryClient,
): Promise<Answer> {
  const path = `manifests/${encodeURIComponent(tag)}`;
  const ask = (method: "HEAD" | "GET") => client.ask(endpoint, { method, path, accept: MANIFESTS });
  const head = await ask("HEAD");
  const announced = head.ok ? digestOf(head.reply) : undefined;
  if (announced) return { digest: announced, message: "" };
  const asked = head.ok && !isOverloaded(head.reply) ? await ask("GET") : head;
  if (asked.ok) return readBody(asked.reply, endpoint, image, tag);
  return { message: `${endpoint.host} (asked for ${image}:${tag}) cannot be reached: ${asked.cause}` };
}

function isOverloaded({ status }: Reply): boolean {
  return status === 429 || status >= 500;
}

/** The digest a registry announces for a manifest that is there. */
export function digestOf(reply: Reply): string | undefined {
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
  if (reply.status === 429) {
    const remedy = "log in there (podman login), or try again later";
    return {
      message: `${endpoint.host} answers no more requests for now (429) for ${image}:${tag}; ${remedy}`,
    };
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
