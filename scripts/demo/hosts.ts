/** The demo's two hosts: new disks before, none of the demo's after; and what runs on them, seen without `oml`. */
import { down, isUp, reset, resetHosts, up } from "../../lab/lab.ts";
import { PLACE } from "../../lab/place.ts";
import { publish } from "../../lab/registry.ts";
import { allInvocations, restarted, runningImage } from "../../tests/e2e/observe.ts";
import { say } from "./terminal.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;

/** Boots the two hosts with new disks, the lab's others stay as they are; returns whether the lab was up before. */
export async function openHosts(): Promise<boolean> {
  const wasUp = isUp();
  await up(undefined, undefined, []);
  await resetHosts(HOSTS);
  return wasUp;
}

/** Leaves the lab as it was: off where it was off, and hosts that know nothing of the demo's commits. */
export async function closeHosts(wasUp: boolean): Promise<void> {
  if (!wasUp) await down();
  await reset(undefined, HOSTS);
}

/** Gives `latest` of nginx to one of its releases, as a registry does when its maintainers push. */
export const moveLatest = (release: string): Promise<void> =>
  publish(PLACE, [{ repository: "docker.io/omnileads/nginx", key: release, tags: ["latest"] }]);

/** The image that nginx runs, by digest, as podman says. */
export const nginxImage = (): Promise<string> => runningImage("demo-app", "oml-nginx-server");

/** Does `work` and says which units systemd started anew meanwhile; throws where they are not the `expected`. */
export async function expectRestarts(expected: readonly string[], work: () => void): Promise<void> {
  const before = await allInvocations();
  work();
  const seen = restarted(before, await allInvocations());
  say(`units that systemd restarted: ${seen.join(", ") || "none"}`);
  if (seen.join() !== expected.join())
    throw new Error(`only ${expected.join(", ") || "none"} was to restart`);
}
