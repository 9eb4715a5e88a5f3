/** The proxy that the environment names. */
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startGitHub, TOKEN, type StandIn } from "../../tests/github/server.ts";
import { openGitHub } from "./client.ts";

let standIn: StandIn;
let proxy: Server;
const asked: string[] = [];

beforeEach(async () => {
  standIn = await startGitHub();
  proxy = createServer().on("connect", (request, client) => {
    asked.push(request.url ?? "");
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(client).pipe(target);
    });
    target.on("error", () => client.destroy());
    client.on("error", () => target.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  for (const name of ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"])
    vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  asked.length = 0;
  proxy.close();
  await standIn.close();
});

const ask = () => openGitHub({ apiUrl: standIn.url, repository: "acme/fleet", token: TOKEN }).comments(7);

test("is gone through", async () => {
  vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  expect(await ask()).toEqual({ ok: true, value: [] });
  expect(asked).toEqual([new URL(standIn.url).host]);
});

test("is not gone through to a host that NO_PROXY names", async () => {
  vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  vi.stubEnv("NO_PROXY", "127.0.0.1");
  expect(await ask()).toEqual({ ok: true, value: [] });
  expect(asked).toEqual([]);
});

test("is none where none is named", async () => {
  expect(await ask()).toEqual({ ok: true, value: [] });
  expect(asked).toEqual([]);
});
