import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { parseCredentials, parseChallenge } from "./authorize.ts";
import { parseRegistriesConf } from "./registries-conf.ts";
import { RegistryClient, type Registries } from "./client.ts";
import { findNamed } from "./named.ts";
import { resolveTags } from "./resolve.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A registry on loopback; returns `127.0.0.1:port`. */
async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** Settings that send docker.io to a registry on loopback. */
function through(host: string, rest: Partial<Registries> = {}): RegistryClient {
  const text = `[[registry]]\nprefix = "docker.io"\nlocation = "${host}"\ninsecure = true\n`;
  const usual = { conf: parseRegistriesConf(text), credentials: new Map(), backoff: [1, 1, 1] };
  return new RegistryClient({ ...usual, ...rest });
}

const INDEX = JSON.stringify({ schemaVersion: 2, manifests: [] });
const DIGEST = `sha256:${createHash("sha256").update(INDEX).digest("hex")}`;
const nginx = { image: "docker.io/omnileads/nginx", tag: "latest" };

describe("resolveTags", () => {
  it("asks with HEAD for an index first and believes the announced digest", async () => {
    const seen: string[] = [];
    const host = await serve((request, response) => {
      seen.push(`${String(request.method)} ${String(request.url)} ${String(request.headers.accept)}`);
      response.setHeader("docker-content-digest", DIGEST).end();
    });
    const answers = await resolveTags([nginx, { ...nginx, tag: "face6cfa" }, nginx], through(host));
    expect(answers).toEqual([
      { ok: true, ...nginx, digest: DIGEST },
      { ok: true, ...nginx, tag: "face6cfa", digest: DIGEST },
      { ok: true, ...nginx, digest: DIGEST },
    ]);
    expect(seen.map((line) => line.split(" ").slice(0, 2).join(" ")).sort()).toEqual([
      "HEAD /v2/omnileads/nginx/manifests/face6cfa",
      "HEAD /v2/omnileads/nginx/manifests/latest",
    ]);
    expect(seen[0]).toMatch(/HEAD .* application\/vnd\.oci\.image\.index\.v1\+json, /);
  });

  it("hashes the manifest where the registry announces nothing", async () => {
    const host = await serve((request, response) => response.end(request.method === "GET" ? INDEX : ""));
    expect(await resolveTags([nginx], through(host))).toEqual([{ ok: true, ...nginx, digest: DIGEST }]);
  });

  it.each([
    [
      "MANIFEST_UNKNOWN",
      "docker.io/omnileads/nginx has no tag latest",
      "; correct the version in the inventory",
    ],
    ["NAME_UNKNOWN", "docker.io/omnileads/nginx does not exist", ""],
  ])("says in words what %s means", async (code, words, remedy) => {
    const host = await serve((_, response) => {
      response.writeHead(404).end(JSON.stringify({ errors: [{ code }] }));
    });
    expect((await resolveTags([nginx], through(host)))[0]).toMatchObject({
      ok: false,
      missing: true,
      message: `${words} (asked at ${host})${remedy}`,
    });
  });

  it("asks again after 429 and 503", async () => {
    const answers = [429, 503, 200];
    const host = await serve((_, response) => {
      const status = answers.shift() ?? 500;
      response.writeHead(status, status === 200 ? { "docker-content-digest": DIGEST } : {}).end();
    });
    expect((await resolveTags([nginx], through(host)))[0]).toMatchObject({ ok: true, digest: DIGEST });
    expect(answers).toEqual([]);
  });

  it("gives up on a registry that keeps failing", async () => {
    const host = await serve((_, response) => response.writeHead(503).end());
    const message = `${host} answered 503 for docker.io/omnileads/nginx:latest`;
    expect((await resolveTags([nginx], through(host)))[0]).toMatchObject({
      ok: false,
      missing: false,
      message,
    });
  });

  it("says what to do where a registry counts requests, and asks it no more", async () => {
    let requests = 0;
    const host = await serve((_, response) => {
      requests += 1;
      response.writeHead(429).end();
    });
    const message = `${host} answers no more requests for now (429) for docker.io/omnileads/nginx:latest; log in there (podman login), or try again later`;
    expect((await resolveTags([nginx], through(host)))[0]).toMatchObject({
      ok: false,
      missing: false,
      message,
    });
    expect(requests).toBe(4);
  });

  it("asks for one token for all tags of a repository, and eight questions at once at most", async () => {
    let [tokens, open, most] = [0, 0, 0];
    const host = await serve((request, response) => {
      if (request.url?.startsWith("/token")) {
        tokens += 1;
        response.end(JSON.stringify({ token: "opaque" }));
        return;
      }
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { "www-authenticate": `Bearer realm="http://${host}/token"` }).end();
        return;
      }
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        response.setHeader("docker-content-digest", DIGEST).end();
      });
    });
    const client = through(host);
    await resolveTags([nginx], client);
    const tags = Array.from({ length: 40 }, (_, index) => ({ ...nginx, tag: `tag-${String(index)}` }));
    expect((await resolveTags(tags, client)).every(({ ok }) => ok)).toBe(true);
    expect(tokens).toBe(1);
    expect(most).toBeLessThanOrEqual(8);
  });

  it("fetches a token with its credentials, and only with those of that host", async () => {
    const tokens: (string | undefined)[] = [];
    const host = await serve((request, response) => {
      const url = new URL(request.url ?? "/", "http://registry");
      if (url.pathname === "/token") {
        tokens.push(request.headers.authorization);
        expect(url.searchParams.get("scope")).toBe("repository:omnileads/nginx:pull");
        response.end(JSON.stringify({ token: "opaque" }));
      } else if (request.headers.authorization === "Bearer opaque") {
        response.setHeader("docker-content-digest", DIGEST).end();
      } else {
        const challenge = `Bearer realm="http://${host}/token",service="r",scope="repository:omnileads/nginx:pull"`;
        response.writeHead(401, { "www-authenticate": challenge }).end();
      }
    });
    const credentials = new Map([
      [host, "dTpw"],
      ["registry-1.docker.io", "b3RoZXI="],
    ]);
    expect((await resolveTags([nginx], through(host, { credentials })))[0]).toMatchObject({ ok: true });
    expect(tokens).toEqual(["Basic dTpw"]);
  });

  it("names the registry that cannot be reached", async () => {
    const host = await serve(() => undefined);
    servers.splice(0).forEach((server) => server.close());
    const [answer] = await resolveTags([nginx], through(host));
    expect(answer).toMatchObject({ ok: false });
    expect(answer?.ok === false && answer.message).toContain(
      `${host} (asked for docker.io/omnileads/nginx:latest)`,
    );
  });
});

describe("findNamed", () => {
  const wanted = { image: "docker.io/omnileads/nginx", digest: DIGEST };

  /** A registry with tags and what each names; `asked` collects the manifests that were asked for. */
  async function registry(tags: Readonly<Record<string, string>>, asked: string[] = []) {
    return through(
      await serve((request, response) => {
        const path = String(request.url);
        if (path.startsWith("/v2/omnileads/nginx/tags/list")) {
          response.end(JSON.stringify({ name: "omnileads/nginx", tags: Object.keys(tags) }));
          return;
        }
        const tag = path.split("/").at(-1) ?? "";
        asked.push(tag);
        response.setHeader("docker-content-digest", tags[tag] ?? "").end();
      }),
    );
  }
  const other = `sha256:${"0".repeat(64)}`;

  it("finds the tag of 8 hex digits that names the digest, and asks for no other kind", async () => {
    const asked: string[] = [];
    const client = await registry(
      { latest: DIGEST, "1.0": DIGEST, aaaaaaaa: other, face6cfa: DIGEST },
      asked,
    );
    expect(await findNamed(wanted, client)).toBe("face6cfa");
    expect(asked.sort()).toEqual(["aaaaaaaa", "face6cfa"]);
  });

  it("keeps the one that was named before, and else takes the first, so that a lock does not change by itself", async () => {
    const tags = { ffffffff: DIGEST, bbbbbbbb: DIGEST, cccccccc: DIGEST };
    expect(await findNamed(wanted, await registry(tags))).toBe("bbbbbbbb");
    expect(await findNamed(wanted, await registry(tags), ["cccccccc"])).toBe("cccccccc");
  });

  it("asks for few of many tags, those that were named before first", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`${index}`.padStart(8, "0"), other]),
    );
    const asked: string[] = [];
    const client = await registry({ ...many, face6cfa: DIGEST }, asked);
    expect(await findNamed(wanted, client, ["face6cfa"])).toBe("face6cfa");
    expect(await findNamed(wanted, client)).toBeUndefined();
    expect(asked.length).toBeLessThan(60);
  });

  it("knows none where the registry lists none", async () => {
    const host = await serve((_, response) => response.writeHead(405).end());
    expect(await findNamed(wanted, through(host))).toBeUndefined();
  });
});

describe("parseChallenge", () => {
  it("reads quoted values with commas", () => {
    const challenge = parseChallenge('Bearer realm="https://a/token",scope="repository:a/b:pull,push"');
    expect(challenge?.parameters.get("scope")).toBe("repository:a/b:pull,push");
    expect(parseChallenge("Negotiate")).toBeUndefined();
  });
});

describe("parseCredentials", () => {
  it("knows Docker Hub under its names", () => {
    const text = JSON.stringify({
      auths: { "https://index.docker.io/v1/": { auth: "YQ==" }, "quay.io": {} },
    });
    expect([...parseCredentials(text)]).toEqual([["registry-1.docker.io", "YQ=="]]);
  });
});
