/** What tests see of hosts, by means other than the product's own: systemd, podman, curl. */
import { onHost } from "../../lab/lab.ts";
import { inLab } from "./fleet.ts";

/** The units of the demo tenant's two hosts. */
export const UNITS = {
  "demo-app": [
    "minio",
    "redis",
    "postgresql",
    "omnileads",
    "kamailio",
    "websockets",
    "daphne",
    "omlcron",
    "nginx",
  ],
  "demo-voice": ["rtpengine", "asterisk"],
} as const;

export type HostName = keyof typeof UNITS;

/** Which start of a unit is running: `unit → InvocationID`; a restart changes it. */
export async function invocations(host: HostName): Promise<Map<string, string>> {
  const units = UNITS[host];
  const shown = await onHost(host, [
    "systemctl",
    "show",
    "--property=InvocationID",
    ...units.map((unit) => `${unit}.service`),
  ]);
  const ids = shown.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => line.replace("InvocationID=", ""));
  return new Map(units.map((unit, index) => [unit, ids[index] ?? ""]));
}

/** The starts of every unit of both hosts, as `host/unit → id`. */
export async function allInvocations(): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const host of Object.keys(UNITS) as HostName[]) {
    for (const [unit, id] of await invocations(host)) all.set(`${host}/${unit}`, id);
  }
  return all;
}

/** The units that were started anew between two looks. */
export function restarted(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].filter(([unit, id]) => before.get(unit) !== id).map(([unit]) => unit);
}

/** The image, by digest, that a container runs. */
export async function runningImage(host: HostName, container: string): Promise<string> {
  const found = await onHost(host, ["podman", "inspect", "--format", "{{.ImageName}}", container]);
  return found.stdout.trim();
}

/** The HTTP status of the login page as a browser would ask for it; 0 where nothing answers. */
export async function loginStatus(address: string): Promise<number> {
  const argv = [
    "curl",
    "-ks",
    "-m",
    "10",
    "-o",
    "/dev/null",
    "-w",
    "%{http_code}",
    `https://${address}/accounts/login/`,
  ];
  return Number((await inLab(argv)).stdout);
}

/** Waits until a condition holds, looking every second; false where it never did. */
export async function eventually(condition: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (let left = seconds; left > 0; left -= 1) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return condition();
}
