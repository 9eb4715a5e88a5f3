/** Requests to GitHub: paced, tried again within a bound, their answers values. The only module that imports Octokit. */
import type { Octokit } from "@octokit/core";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isLimit, untilLifted, type Failed, type Patience } from "./patience.ts";
import { politely } from "./politely.ts";
import type { Access, Answer, NoAnswer } from "./ports.ts";

/** The version of the API that is spoken; GitHub Enterprise Server knows it too. */
const API_VERSION = "2022-11-28";

/** What Octokit returns of an answer. */
interface Response {
  readonly data: unknown;
  readonly headers?: { readonly link?: string | undefined };
}

/** Sends one request by Octokit, whose types know every route and its parameters. */
export type Send = (octokit: Octokit) => Promise<Response>;

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** True where GitHub names a next one. */
  readonly more: boolean;
}

/** Asks, and reads the answer by a schema. */
export interface Transport {
  readonly ask: <T>(send: Send, schema: z.ZodType<T>) => Promise<Answer<T>>;
  /** `schema` is that of an item. */
  readonly askPage: <T>(send: Send, schema: z.ZodType<T>) => Promise<Answer<Page<T>>>;
}

/** Never throws. Octokit is loaded by the first request: whoever asks nothing does not wait for it. */
export function openTransport(access: Access, patience: Patience): Transport {
  let octokit: Promise<Octokit> | undefined;
  const respond = async <T>(send: Send, reading: (response: Response) => Answer<T>): Promise<Answer<T>> => {
    if (access.token === "") return { ok: false, fault: "not-allowed", message: "there is no token" };
    try {
      octokit ??= makeOctokit(access, patience);
      return reading(await send(await octokit));
    } catch (error) {
      return explain(error);
    }
  };
  return {
    ask: (send, schema) => respond(send, ({ data }) => read(data, schema)),
    askPage: (send, schema) =>
      respond(send, ({ data, headers }) => {
        const items = read(data, z.array(schema));
        const more = /rel="next"/.test(headers?.link ?? "");
        return items.ok ? { ok: true, value: { items: items.value, more } } : items;
      }),
  };
}

async function makeOctokit(access: Access, patience: Patience): Promise<Octokit> {
  // Eager: inside the bundle's one file, whose licences ncc gathers; it runs here, not before.
  const { Octokit } = await import(/* webpackMode: "eager" */ "@octokit/core");
  const silent = () => undefined;
  const octokit = new Octokit({
    auth: access.token,
    baseUrl: access.apiUrl,
    userAgent: "oml-pipelines",
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: await fetchThroughProxy(process.env) },
  });
  const send = politely(patience, { now: Date.now, sleep, failedBy });
  octokit.hook.wrap("request", (request, options) => {
    // Octokit's hooks hand on the options that they were given: what is new must be written into them.
    options.headers["x-github-api-version"] = API_VERSION;
    const once = async () => {
      options.request.signal = AbortSignal.timeout(patience.answer);
      return request(options);
    };
    return send(once, { isWrite: options.method !== "GET", isSafe: options.request["once"] !== true });
  });
  return octokit;
}

/** Node's own `fetch` knows no proxy; where the environment names one, undici's does. */
async function fetchThroughProxy(env: NodeJS.ProcessEnv): Promise<unknown> {
  const names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];
  if (names.every((name) => !env[name])) return fetch;
  const undici = await import("undici");
  const dispatcher = new undici.EnvHttpProxyAgent();
  return (url: string, options: object) => undici.fetch(url, { ...options, dispatcher });
}

/** What Octokit's errors say. One without a response never came to an answer, whatever its status claims. */
function failedBy(error: unknown): Failed {
  const { status, response } = error as { status?: number; response?: { headers?: Failed["headers"] } };
  const message = error instanceof Error ? error.message : String(error);
  return { status: response === undefined ? undefined : status, headers: response?.headers ?? {}, message };
}

function read<T>(data: unknown, schema: z.ZodType<T>): Answer<T> {
  const result = schema.safeParse(data);
  if (result.success) return { ok: true, value: result.data };
  const [issue] = result.error.issues;
  const where = issue === undefined ? "" : `: ${issue.path.join(".") || "the whole"}: ${issue.message}`;
  return { ok: false, fault: "unreadable", message: `GitHub's answer is not what it should be${where}` };
}

function explain(error: unknown): NoAnswer {
  const failed = failedBy(error);
  const { status, message } = failed;
  if (status === undefined) return { ok: false, fault: "unavailable", message: `no answer: ${message}` };
  if (isLimit(failed)) {
    const lifted = new Date(Date.now() + untilLifted(failed, Date.now())).toISOString();
    const text = `the token's limit of requests is used up until ${lifted.slice(0, 16).replace("T", " ")} UTC`;
    return { ok: false, fault: "limited", message: text };
  }
  return { ok: false, fault: faultOf(status), message: `GitHub answered ${status}: ${shortened(message)}` };
}

function faultOf(status: number): NoAnswer["fault"] {
  if (status >= 500) return "unavailable";
  if (status === 401 || status === 403) return "not-allowed";
  return status === 404 ? "not-found" : "refused";
}

/** One line of what may be a page of HTML. */
function shortened(message: string): string {
  const line = message.replace(/ - https:\/\/\S+$/, "").replace(/\s+/g, " ");
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
