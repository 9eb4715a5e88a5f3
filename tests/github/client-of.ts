/** The client as tests use it: of the fleet at a stand-in, and in no need to spare it. */
import { openGitHub } from "../../src/github/client.ts";
import type { GitHub } from "../../src/github/ports.ts";
import { TOKEN, type StandIn } from "./server.ts";

/** Opens it; it waits neither between writes nor long before it tries again. */
export function clientOf({ url }: StandIn): GitHub {
  const access = { apiUrl: url, repository: "acme/fleet", token: TOKEN };
  return openGitHub(access, { betweenWrites: 0, backoff: [1], total: 1000, answer: 30_000 });
}
