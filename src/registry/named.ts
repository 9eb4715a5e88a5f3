/** Finds the fixed tag behind a moving one: `latest` is whatever was pushed last, `face6cfa` says what. */
import { z } from "zod";
import type { RegistryClient } from "./client.ts";
import { endpointsOf, type Endpoint } from "./registries-conf.ts";
import { digestOf, MANIFESTS } from "./resolve.ts";
import type { Reply } from "./transport.ts";

/** Tags looked up for one image; a registry may hold thousands, and does not say which is the newest. */
const MOST = 24;
const TagList = z.object({ tags: z.array(z.string()).nullable() });

/** An image's content. */
export interface ImageDigest {
  readonly image: string;
  readonly digest: string;
}

/**
 * The tag of 8 hex digits that names a digest: one of `before` where it still does, else the first in order. Undefined
 * where none was found with few requests, whatever the cause: it is for people to read, nothing depends on it.
 */
export async function findNamed(
  { image, digest }: ImageDigest,
  client: RegistryClient,
  before: readonly string[] = [],
): Promise<string | undefined> {
  for (const endpoint of endpointsOf(image, client.registries.conf)) {
    const question = { method: "GET", path: "tags/list?n=1000", accept: "application/json" } as const;
    const asked = await client.ask(endpoint, question);
    const tags = asked.ok ? fixedTags(asked.reply) : [];
    if (tags.length > 0) return firstNaming(digest, endpoint, inOrder(tags, before), client);
  }
  return undefined;
}

function inOrder(tags: readonly string[], before: readonly string[]): readonly string[] {
  const known = before.filter((tag) => tags.includes(tag));
  return [...known, ...tags.filter((tag) => !known.includes(tag)).sort()].slice(0, MOST);
}

async function firstNaming(
  digest: string,
  endpoint: Endpoint,
  tags: readonly string[],
  client: RegistryClient,
): Promise<string | undefined> {
  const found = await Promise.all(
    tags.map(async (tag) => {
      const asked = await client.ask(endpoint, {
        method: "HEAD",
        path: `manifests/${tag}`,
        accept: MANIFESTS,
      });
      return asked.ok && digestOf(asked.reply) === digest;
    }),
  );
  return tags.find((_, index) => found[index] === true);
}

function fixedTags(reply: Reply): readonly string[] {
  if (reply.status !== 200) return [];
  try {
    const { tags } = TagList.parse(JSON.parse(reply.body.toString("utf8")));
    return (tags ?? []).filter((tag) => /^[0-9a-f]{8}$/.test(tag));
  } catch {
    return [];
  }
}
