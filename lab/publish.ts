/** Runs inside the lab's network: reads images (JSON, `StoredImage[]`) and gives them their production tags. */
import { text } from "node:stream/consumers";
import { REGISTRY } from "./addresses.ts";
import type { StoredImage } from "./registry.ts";

const KINDS = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** The manifests of a repository in the lab's registry. */
function url(repository: string, reference: string): string {
  return `http://${REGISTRY}/v2/${repository}/manifests/${reference}`;
}

/** The digest under a reference; undefined where there is none. */
async function digestOf(repository: string, reference: string): Promise<string | undefined> {
  const reply = await fetch(url(repository, reference), {
    method: "HEAD",
    headers: { accept: KINDS.join(", ") },
  });
  return reply.ok ? (reply.headers.get("docker-content-digest") ?? undefined) : undefined;
}

async function tag(image: StoredImage): Promise<void> {
  const digest = await digestOf(image.repository, image.key);
  if (digest === undefined) throw new Error(`${image.repository}:${image.key} is not in the lab's registry`);
  const current = await Promise.all(image.tags.map((name) => digestOf(image.repository, name)));
  const wanted = image.tags.filter((_, index) => current[index] !== digest);
  if (wanted.length === 0) return;
  const manifest = await fetch(url(image.repository, image.key), { headers: { accept: KINDS.join(", ") } });
  const body = await manifest.arrayBuffer();
  const headers = { "content-type": manifest.headers.get("content-type") ?? "" };
  for (const name of wanted) {
    const reply = await fetch(url(image.repository, name), { method: "PUT", headers, body });
    if (!reply.ok) throw new Error(`${image.repository}:${name}: the registry answered ${reply.status}`);
  }
}

const images = JSON.parse(await text(process.stdin)) as readonly StoredImage[];
await Promise.all(images.map(tag));
