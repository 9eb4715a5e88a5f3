/** One HTTP request to a registry: with time limits, retries and back-off; TLS unverified only where the configuration says so. */
import * as http from "node:http";
import * as https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

/** An answer, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What to ask. */
export interface Ask {
  readonly method: "GET" | "HEAD";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly insecure: boolean;
}

/** Milliseconds to wait before the second, third, … try. */
export type Backoff = readonly number[];

/** Four tries within about six seconds. */
export const BACKOFF: Backoff = [500, 1500, 4000];
const TIMEOUT = 15_000;
const MAX_BODY = 8 * 1024 * 1024;
const MAX_WAIT = 20_000;

/** Asks until an answer is neither 429 nor 5xx; returns the last answer, throws the last connection error. */
export async function request(ask: Ask, backoff: Backoff = BACKOFF): Promise<Reply> {
  for (const wait of backoff) {
    const reply = await once(ask).catch((error: unknown) => {
      if (isRefusal(error)) throw error;
      return undefined;
    });
    if (reply && reply.status !== 429 && reply.status < 500) return reply;
    await sleep(Math.max(wait, retryAfter(reply)));
  }
  return once(ask);
}

/** Errors that asking again does not mend. */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = ["ECONNREFUSED", "ENOTFOUND", "EPROTO"];
  return known.includes(code) || code.startsWith("ERR_") || code.includes("CERT");
}

function retryAfter(reply: Reply | undefined): number {
  const seconds = Number(reply?.headers["retry-after"] ?? 0);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, MAX_WAIT) : 0;
}

function once(ask: Ask): Promise<Reply> {
  const client = ask.url.startsWith("https:") ? https : http;
  const options = {
    method: ask.method,
    headers: { "user-agent": "oml-pipelines", ...ask.headers },
    timeout: TIMEOUT,
    ...(ask.insecure ? { rejectUnauthorized: false } : {}),
  };
  return new Promise((resolve, reject) => {
    const outgoing = client.request(ask.url, options, (incoming) => {
      collect(incoming).then(resolve, reject);
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${String(TIMEOUT / 1000)} s`)));
    outgoing.on("error", reject);
    outgoing.end();
  });
}

async function collect(incoming: http.IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BODY) throw new Error("the answer is larger than any manifest");
    chunks.push(bytes);
  }
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) };
}
