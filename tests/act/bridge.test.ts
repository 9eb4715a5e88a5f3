/** The bridge, into this process's own network: entering another needs root. */
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openBridge } from "./bridge.ts";

test("requests and answers pass whole, several at once; closed, nobody answers", async () => {
  const server = createServer((request, response) => {
    void text(request).then((body) => response.end(`${request.method} ${request.url} ${body.length}`));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const bridge = await openBridge(`http://127.0.0.1:${port}`, (argv) => argv);
  expect(bridge.url).not.toContain(String(port));
  const ask = async (size: number): Promise<string> =>
    (await fetch(`${bridge.url}/x`, { method: "POST", body: "x".repeat(size) })).text();
  const answers = await Promise.all([1, 1_000, 1_000_000].map(ask));
  expect(answers).toEqual(["POST /x 1", "POST /x 1000", "POST /x 1000000"]);
  server.closeAllConnections();
  await bridge.close();
  await expect(ask(1)).rejects.toThrow("fetch failed");
  server.close();
});
