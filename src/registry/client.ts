/** Asks registries: tries HTTPS before HTTP where a registry may be insecure, logs in where it is asked to, and remembers both. */
import { authorize, parseChallenge, type Credentials } from "./authorize.ts";
import type { Endpoint, RegistriesConf } from "./registries-conf.ts";
import { BACKOFF, request, type Backoff, type Reply } from "./transport.ts";

/** What registries are asked with. */
export interface Registries {
  readonly conf: RegistriesConf;
  readonly credentials: Credentials;
  readonly backoff?: Backoff;
}

/** What is asked of a repository: `manifests/latest`, `tags/list`. */
export interface Question {
  readonly method: "GET" | "HEAD";
  readonly path: string;
  readonly accept: string;
}

/** A registry's answer, or why there is none. */
export type Asked =
  { readonly ok: true; readonly reply: Reply } | { readonly ok: false; readonly cause: string };

/** Requests at once: a registry that counts them is not pushed to its limit by one run. */
const AT_ONCE = 8;

/** One run's conversation with its registries. */
export class RegistryClient {
  readonly registries: Registries;
  readonly #schemes = new Map<string, string>();
  readonly #tokens = new Map<string, string>();
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(registries: Registries) {
    this.registries = registries;
  }

  /** Asks one repository. Anything a registry says is an answer; only silence is none. */
  async ask(endpoint: Endpoint, question: Question): Promise<Asked> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      return await this.#tryAll(endpoint, question);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #tryAll(endpoint: Endpoint, question: Question): Promise<Asked> {
    const known = this.#schemes.get(endpoint.host);
    const schemes = known === undefined ? (endpoint.insecure ? ["https", "http"] : ["https"]) : [known];
    let cause = "";
    for (const scheme of schemes) {
      try {
        const reply = await this.#once(`${scheme}://${endpoint.host}`, endpoint, question);
        this.#schemes.set(endpoint.host, scheme);
        return { ok: true, reply };
      } catch (error) {
        cause = error instanceof Error ? error.message || String(error) : String(error);
      }
    }
    return { ok: false, cause };
  }

  async #once(base: string, endpoint: Endpoint, { method, path, accept }: Question): Promise<Reply> {
    const { credentials, backoff = BACKOFF } = this.registries;
    const { host, repository, insecure } = endpoint;
    const send = (authorization: string | undefined): Promise<Reply> => {
      const headers = { accept, ...(authorization ? { authorization } : {}) };
      return request({ method, url: `${base}/v2/${repository}/${path}`, headers, insecure }, backoff);
    };
    const key = `${host}/${repository}`;
    const reply = await send(this.#tokens.get(key));
    const challenge = reply.status === 401 ? parseChallenge(reply.headers["www-authenticate"]) : undefined;
    if (challenge === undefined) return reply;
    const authorization = await authorize(challenge, credentials.get(host), insecure, backoff);
    if (authorization === undefined) return reply;
    this.#tokens.set(key, authorization);
    return send(authorization);
  }
}
