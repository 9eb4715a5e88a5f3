/** GitHub's Checks API, as far as the action uses it: it refuses what GitHub's published schema refuses. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";

const annotation = z
  .strictObject({
    path: z.string().regex(/^[^/]/),
    start_line: z.int().min(1),
    end_line: z.int().min(1),
    start_column: z.int().min(1).optional(),
    end_column: z.int().min(1).optional(),
    annotation_level: z.enum(["notice", "warning", "failure"]),
    message: z.string().min(1).max(65_536),
    title: z.string().max(255).optional(),
    raw_details: z.string().max(65_536).optional(),
  })
  .refine((value) => value.end_line >= value.start_line)
  .refine((value) => value.start_line === value.end_line || value.start_column === undefined)
  .refine((value) => (value.end_column ?? Infinity) >= (value.start_column ?? 0));
const output = z.strictObject({
  title: z.string(),
  summary: z.string().max(65_535),
  annotations: z.array(annotation).max(50),
});
const conclusion = z.enum([
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "timed_out",
]);
const created = z.strictObject({
  name: z.string().min(1),
  head_sha: z.string().regex(/^[0-9a-f]{40}$/),
  status: z.literal("completed"),
  conclusion,
  output,
});
const updated = z.strictObject({ name: z.string(), output });

/** A request the server took. */
export interface Taken {
  readonly method: string;
  readonly path: string;
  readonly body: z.output<typeof created> | z.output<typeof updated>;
}

/** A running server. */
export interface ChecksApi {
  readonly url: string;
  readonly taken: readonly Taken[];
  /** What it refused, one sentence each. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts a server that knows `token`, and lets it write check runs or not. */
export async function startChecksApi(token: string, mayWrite: boolean): Promise<ChecksApi> {
  const taken: Taken[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      refused.push(String(error));
      reply(response, 422, { message: "Validation Failed" });
    });
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url: path = "" } = request;
    const body = await json(request);
    if (request.headers.authorization !== `Bearer ${token}`)
      return reply(response, 401, { message: "Bad credentials" });
    if (!mayWrite) return reply(response, 403, { message: "Resource not accessible by integration" });
    if (method === "POST" && path === "/repos/acme/fleet/check-runs") {
      taken.push({ method, path, body: created.parse(body) });
      return reply(response, 201, RUN);
    }
    if (method === "PATCH" && path === `/repos/acme/fleet/check-runs/${RUN.id}`) {
      taken.push({ method, path, body: updated.parse(body) });
      return reply(response, 200, RUN);
    }
    refused.push(`${method} ${path}`);
    reply(response, 404, { message: "Not Found" });
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, taken, refused, close };
}

const RUN = { id: 4711, html_url: "https://github.example/acme/fleet/runs/4711" };

function reply(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { "content-type": "application/json", connection: "close" })
    .end(JSON.stringify(body));
}
