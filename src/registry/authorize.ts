/** Registry logins: the token flow of the OCI distribution specification, with credentials out of podman's or docker's file. */
import { z } from "zod";
import { request, type Backoff } from "./transport.ts";

/** Registry host to `user:password`, base64. */
export type Credentials = ReadonlyMap<string, string>;

/** A parsed `WWW-Authenticate` header. */
export interface Challenge {
  readonly scheme: "basic" | "bearer";
  readonly parameters: ReadonlyMap<string, string>;
}

const AuthFile = z.object({
  auths: z.record(z.string(), z.object({ auth: z.string().optional() })).optional(),
});
const Token = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** Reads the `auths` of a podman or docker credentials file; keys become plain host names. */
export function parseCredentials(text: string): Credentials {
  const found = new Map<string, string>();
  for (const [key, { auth }] of Object.entries(AuthFile.parse(JSON.parse(text)).auths ?? {})) {
    const host = key.replace(/^https?:\/\//, "").split("/")[0] ?? "";
    if (auth) found.set(host === "index.docker.io" ? "registry-1.docker.io" : host, auth);
    if (auth && host === "docker.io") found.set("registry-1.docker.io", auth);
  }
  return found;
}

/** Reads `Bearer realm="…",service="…",scope="…"` or `Basic …`; undefined for anything else. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const match = /^(basic|bearer)\s+(.*)$/is.exec(header ?? "");
  if (!match?.[1] || match[2] === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (const [, key, quoted, bare] of match[2].matchAll(/([a-z_]+)=(?:"([^"]*)"|([^\s,]+))/gi)) {
    parameters.set((key ?? "").toLowerCase(), quoted ?? bare ?? "");
  }
  return { scheme: match[1].toLowerCase() === "basic" ? "basic" : "bearer", parameters };
}

/** The `Authorization` header that answers a challenge; undefined where there is none to give. Throws on connection errors. */
export async function authorize(
  challenge: Challenge,
  basic: string | undefined,
  insecure: boolean,
  backoff: Backoff,
): Promise<string | undefined> {
  if (challenge.scheme === "basic") return basic && `Basic ${basic}`;
  const realm = challenge.parameters.get("realm");
  if (!realm) return undefined;
  const url = new URL(realm);
  for (const key of ["service", "scope"]) {
    const value = challenge.parameters.get(key);
    if (value) url.searchParams.set(key, value);
  }
  const headers: Record<string, string> = basic ? { authorization: `Basic ${basic}` } : {};
  const reply = await request({ method: "GET", url: url.href, headers, insecure }, backoff);
  if (reply.status !== 200) return undefined;
  const token = Token.parse(JSON.parse(reply.body.toString("utf8")));
  return `Bearer ${token.token ?? token.access_token ?? ""}`;
}
