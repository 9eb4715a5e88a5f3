/** A repository over HTTP, as GitHub serves it: for the token of a job, and for nobody else. */
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** A running server. */
export interface GitServer {
  /** What `GITHUB_SERVER_URL` is: the repository lies at `<url>/acme/fleet`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const NAME = /^\/acme\/fleet(?:\.git)?(\/[^?]*)(?:\?(.*))?$/;

/** Serves the repository at `path` as `acme/fleet`, to read. */
export async function serveGit(path: string, token: string): Promise<GitServer> {
  const server = createServer((request, response) => {
    const [, name, query = ""] = NAME.exec(request.url ?? "") ?? [];
    if (name === undefined) return void response.writeHead(404).end();
    if (!knows(request, token))
      return void response.writeHead(401, { "www-authenticate": 'Basic realm="GitHub"' }).end();
    answer(path, name, query, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** Git gives a token as the password of a user of any name. */
function knows({ headers: { authorization = "" } }: IncomingMessage, token: string): boolean {
  const [scheme = "", value = ""] = authorization.split(" ");
  const password = Buffer.from(value, "base64").toString().split(":").at(1);
  return scheme.toLowerCase() === "basic" && password === token;
}

/** Git's own server, by CGI: its answer begins with headers of its own. */
function answer(
  path: string,
  name: string,
  query: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { "content-type": type = "", "content-encoding": encoding = "" } = request.headers;
  const protocol = request.headers["git-protocol"] ?? "";
  const child = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      PATH: "/usr/bin:/bin",
      GIT_PROJECT_ROOT: path,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/.git${name}`,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: type,
      HTTP_CONTENT_ENCODING: encoding,
      GIT_PROTOCOL: String(protocol),
    },
  });
  child.stdin.on("error", () => undefined); // it may answer without reading all
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const whole = Buffer.concat(chunks);
    const end = whole.indexOf("\r\n\r\n");
    const lines = whole.subarray(0, end).toString().split("\r\n");
    const headers = new Map(
      lines
        .map((line) => line.split(": ") as [string, string])
        .map(([key, value]) => [key.toLowerCase(), value]),
    );
    const status = Number.parseInt(headers.get("status") ?? "200", 10);
    headers.delete("status");
    response.writeHead(status, Object.fromEntries(headers)).end(whole.subarray(end + 4));
  });
}
