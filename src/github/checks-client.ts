/** Sends a check run to GitHub. */
import { z } from "zod";
import type { CheckRequest } from "./check-run.ts";

/** Where and with what a check run is sent. */
export interface ChecksAccess {
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  readonly token: string;
}

/** The check run's page; or that the token may not write one; or what went wrong, one sentence. */
export type SendResult =
  | { readonly kind: "sent"; readonly url: string }
  | { readonly kind: "not-allowed" }
  | { readonly kind: "failed"; readonly message: string };

/** Milliseconds a request may take. */
const PATIENCE = 10_000;

/** Answers of GitHub to a token without `checks: write`. */
const NOT_ALLOWED = new Set([401, 403, 404]);

/** Creates the check run with the first request and updates it with the others. Never throws. */
export async function sendCheckRun(
  requests: readonly CheckRequest[],
  access: ChecksAccess,
): Promise<SendResult> {
  if (access.token === "") return { kind: "not-allowed" };
  const base = `${access.apiUrl}/repos/${access.repository}/check-runs`;
  const [first, ...others] = requests;
  try {
    const created = await send("POST", base, access.token, first);
    if (NOT_ALLOWED.has(created.status)) return { kind: "not-allowed" };
    if (!created.ok) return { kind: "failed", message: `GitHub answered ${created.status}` };
    const { id, html_url } = answerSchema.parse(await created.json());
    for (const { name, output } of others) {
      const updated = await send("PATCH", `${base}/${id}`, access.token, { name, output });
      if (!updated.ok) return { kind: "failed", message: `GitHub answered ${updated.status} half-way` };
    }
    return { kind: "sent", url: html_url };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

const answerSchema = z.object({ id: z.number(), html_url: z.string() });

function send(method: string, url: string, token: string, body: unknown): Promise<Response> {
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(url, { method, headers: headersOf(token), body: JSON.stringify(body), signal });
}

function headersOf(token: string): Readonly<Record<string, string>> {
  return {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "user-agent": "oml-pipelines",
    "x-github-api-version": "2022-11-28",
  };
}
