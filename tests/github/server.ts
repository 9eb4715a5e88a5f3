/**
 * A stand-in for GitHub's REST API: stateful, on a port of this machine, for spawned processes too (`GITHUB_API_URL`).
 * Every request and every answer is held against GitHub's own description; `close` throws where one was not as described.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { faultsOfAnswer, faultsOfRequest, routeOf, type Route } from "./openapi.ts";
import { Repository } from "./repository.ts";
import { ROUTES, type Answered } from "./routes.ts";

/** The token of a job, known to every stand-in that is not told others. */
export const TOKEN = "ghs_example-token-of-a-job";

/** Whose a token is, and whether it may write. */
export interface Identity {
  readonly login: string;
  readonly mayWrite: boolean;
}

/** How a stand-in is started. */
export interface Settings {
  /** By token. Default: `TOKEN`, of `github-actions[bot]`, which may write. */
  readonly tokens?: Readonly<Record<string, Identity>>;
  /** Address and port to listen on. Default: loopback, any. */
  readonly host?: string;
  readonly port?: number;
}

/** Something that goes wrong, for the next `times` requests that it is for. */
export interface Fault {
  readonly method?: string;
  /** Of path and query. */
  readonly path?: RegExp;
  /** Default: 1. */
  readonly times?: number;
  /** Answered in place of the route; absent: the route answers, later. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; a string is sent as it is. */
  readonly body?: unknown;
  /** Milliseconds before the answer. */
  readonly latency?: number;
  /** True: the route does its work, and then this is answered. */
  readonly afterwards?: boolean;
}

/** A request that came, and how it was answered. */
export interface Logged {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  readonly headers: IncomingMessage["headers"];
  readonly status: number;
}

/** A running stand-in. */
export interface StandIn {
  /** Root of the API. The same lies under `/api/v3` too. */
  readonly url: string;
  readonly repository: Repository;
  readonly log: readonly Logged[];
  /** Those of the log that were not GET. */
  readonly writes: () => readonly Logged[];
  readonly fail: (fault: Fault) => void;
  /** Where a request or an answer was not as GitHub describes it. */
  readonly violations: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts one, for the repository `acme/fleet`. */
export async function startGitHub(settings: Settings = {}): Promise<StandIn> {
  const world = new World(settings.tokens ?? { [TOKEN]: { login: "github-actions[bot]", mayWrite: true } });
  const server = createServer((request, response) => {
    world.answer(request, response).catch((error: unknown) => {
      world.violations.push(`the stand-in itself: ${String(error)}`);
      reply(response, { status: 500, body: { message: String(error) } });
    });
  });
  const host = settings.host ?? "127.0.0.1";
  await new Promise<void>((resolve) => server.listen(settings.port ?? 0, host, resolve));
  world.url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url: world.url,
    repository: world.repository,
    log: world.log,
    writes: () => world.log.filter(({ method }) => method !== "GET"),
    fail: (fault) => void world.faults.push({ ...fault, left: fault.times ?? 1 }),
    violations: world.violations,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      const found = world.violations.splice(0);
      if (found.length > 0) throw new Error(`not as GitHub describes it:\n${found.join("\n")}`);
    },
  };
}

interface Reply extends Answered {
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came of a request. */
interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
  readonly headers: IncomingMessage["headers"];
}

class World {
  url = "";
  readonly repository = new Repository();
  readonly log: Logged[] = [];
  readonly faults: (Fault & { left: number })[] = [];
  readonly violations: string[] = [];
  readonly #tokens: Readonly<Record<string, Identity>>;

  constructor(tokens: Readonly<Record<string, Identity>>) {
    this.#tokens = tokens;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", headers } = request;
    const url = new URL((request.url ?? "").replace(/^\/api(\/v3)?(?=\/)/, ""), this.url);
    const raw = await text(request);
    const incoming = { method, url, headers, body: raw === "" ? undefined : (JSON.parse(raw) as unknown) };
    const fault = this.#faultFor(method, url.pathname + url.search);
    const done = fault?.status === undefined || fault.afterwards ? this.#route(incoming) : undefined;
    const answer =
      fault?.status === undefined
        ? (done as Reply)
        : { body: { message: "" }, ...fault, status: fault.status };
    const { pathname: path, search: query } = url;
    this.log.push({ method, path, query, body: incoming.body, headers, status: answer.status });
    if (fault?.latency !== undefined) await sleep(fault.latency, undefined, { ref: false });
    reply(response, answer);
  }

  #faultFor(method: string, path: string): Fault | undefined {
    const fault = this.faults.find(
      (candidate) =>
        candidate.left > 0 &&
        (candidate.method ?? method) === method &&
        (candidate.path === undefined || candidate.path.test(path)),
    );
    if (fault !== undefined) fault.left -= 1;
    return fault;
  }

  #route(incoming: Incoming): Reply {
    const { method, url, headers } = incoming;
    const identity = this.#tokens[/^(?:Bearer|token) (.*)$/.exec(headers.authorization ?? "")?.[1] ?? ""];
    if (identity === undefined) return { status: 401, body: { message: "Bad credentials" } };
    if (url.pathname === "/graphql") return viewer(identity.login, incoming.body);
    const route = routeOf(method, url.pathname);
    if (route === undefined) return this.#violated([`${method} ${url.pathname} is no route`]);
    this.#headers(headers);
    const wrong = faultsOfRequest(route, url.searchParams, incoming.body);
    if (wrong.length > 0) return this.#violated(wrong.map((fault) => `${route.name}: ${fault}`));
    const answer = this.#handle(route, incoming, identity);
    const odd = faultsOfAnswer(route, answer.status, answer.body);
    this.violations.push(...odd.map((fault) => `the answer of ${route.name}: ${fault}`));
    return answer;
  }

  #handle(route: Route, { method, url, body = {} }: Incoming, { login, mayWrite }: Identity): Reply {
    const { owner, repo } = route.parameters;
    if (`${owner}/${repo}` !== "acme/fleet") return { status: 404, body: { message: "Not Found" } };
    if (method !== "GET" && !mayWrite)
      return { status: 403, body: { message: "Resource not accessible by integration" } };
    const handle = ROUTES[route.name];
    if (handle === undefined) return { status: 501, body: { message: `${route.name} is not stood in for` } };
    const asked = { parameters: route.parameters, query: url.searchParams, login, body: body as Body };
    return paged(handle(this.repository, asked), url);
  }

  /** GitHub refuses who does not say its name; a version that is not asked for may change. */
  #headers(headers: IncomingMessage["headers"]): void {
    if (!headers["user-agent"]) this.violations.push("a request has no user-agent");
    if (headers["x-github-api-version"] !== "2022-11-28")
      this.violations.push("a request does not name the version of the API");
  }

  #violated(faults: readonly string[]): Reply {
    this.violations.push(...faults);
    return {
      status: 422,
      body: { message: faults.join("; "), documentation_url: "https://docs.github.example" },
    };
  }
}

type Body = Readonly<Record<string, unknown>>;

/** The one question that is asked of the GraphQL API; its schema is not part of the description. */
function viewer(login: string, body: unknown): Reply {
  const { query } = body as { query?: unknown };
  if (query !== "query { viewer { login } }") return { status: 400, body: { message: "unknown query" } };
  return { status: 200, body: { data: { viewer: { login } } } };
}

/** A list is cut to the page that was asked for, and names its neighbours. */
function paged(answer: Answered, url: URL): Reply {
  if (!Array.isArray(answer.body)) return answer;
  const size = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
  const page = Number(url.searchParams.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(answer.body.length / size));
  const link = (target: number, rel: string): string => {
    const other = new URL(url);
    other.searchParams.set("page", String(target));
    return `<${other.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev"), link(1, "first")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
  ];
  const body = answer.body.slice((page - 1) * size, page * size) as unknown;
  return { ...answer, body, ...(links.length > 0 ? { headers: { link: links.join(", ") } } : {}) };
}

function reply(response: ServerResponse, { status, headers, body }: Reply): void {
  const content = typeof body === "string" ? body : JSON.stringify(body);
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", connection: "close", ...headers })
    .end(content);
}
