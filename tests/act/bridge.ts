/**
 * Makes a server of this process answer inside another network namespace, where this machine's loopback is another:
 * a child listens there and passes every connection through a Unix socket, which namespaces share.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A server's second door. */
export interface Bridge {
  /** Root of the server inside the namespace. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** What the child runs: Node's own modules alone, the socket's path as its argument. */
const CHILD = `
  const { createServer, connect } = require("node:net");
  const server = createServer((client) => {
    const up = connect(process.argv[1]);
    for (const [one, other] of [[client, up], [up, client]]) one.on("error", () => other.destroy()).pipe(other);
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
  process.stdin.resume().on("end", () => process.exit());
`;

/** Opens one for the server at `url` (`http://127.0.0.1:PORT`); `enter` puts an argv into the namespace. */
export async function openBridge(
  url: string,
  enter: (argv: readonly string[]) => readonly string[],
): Promise<Bridge> {
  const { port, hostname } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), "oml-bridge-"));
  const socket = join(folder, "socket");
  const server = createServer((client) => {
    const up = connect(Number(port), hostname);
    client.on("error", () => up.destroy()).pipe(up);
    up.on("error", () => client.destroy()).pipe(client);
  });
  server.listen(socket);
  await once(server, "listening");
  const [file = "", ...args] = enter([process.execPath, "-e", CHILD, socket]);
  // The child ends with its input: it outlives no test.
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
  const [inside] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return {
    url: `http://127.0.0.1:${inside}`,
    close: async () => {
      child.stdin.end();
      await once(child, "close");
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
