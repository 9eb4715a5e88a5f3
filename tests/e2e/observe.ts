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
    "prometheus_node_exporter",
    "prometheus_redis",
    "prometheus_postgres",
  ],
  "demo-voice": ["rtpengine", "asterisk", "prometheus_node_exporter"],
} as const;

export type HostName = keyof typeof UNITS;

/** Which start of a unit is running: `unit → InvocationID`; a restart changes it. Throws where systemd does not tell of each. */
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
  if (shown.code !== 0 || ids.length !== units.length)
    throw new Error(`${host} does not tell of its units: ${shown.stdout}${shown.stderr}`);
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

/** The image, by digest, that a container runs; throws where there is no such container. */
export async function runningImage(host: HostName, container: string): Promise<string> {
  const found = await onHost(host, ["podman", "inspect", "--format", "{{.ImageName}}", container]);
  if (found.code !== 0) throw new Error(`${host}, ${container}: ${found.stderr}`);
  return found.stdout.trim();
}

/** What every container of both hosts runs, `host/name image id`, in order; throws where a host does not tell. */
export async function allImages(): Promise<readonly string[]> {
  const hosts = (Object.keys(UNITS) as HostName[]).map(async (host) => {
    const argv = ["podman", "ps", "--no-trunc", "--format", "{{.Names}} {{.ImageID}}", "--sort", "names"];
    const { code, stdout, stderr } = await onHost(host, argv);
    const lines = stdout.trim().split("\n");
    if (code !== 0 || lines.length < UNITS[host].length)
      throw new Error(`${host} does not run all: ${stdout}${stderr}`);
    return lines.map((line) => `${host}/${line}`);
  });
  return (await Promise.all(hosts)).flat();
}

/** What demo's containers run, by digest, and every byte of its units and their environments, by host. */
export async function everythingOfDemo(): Promise<readonly string[]> {
  const hosts = Object.entries(UNITS).map(async ([host, units]) => {
    const files = units.map((unit) => `/etc/systemd/system/${unit}.service`);
    const running = ["podman", "ps", "--format", "{{.Names}} {{.Image}}", "--sort", "names"];
    const found = await Promise.all([
      onHost(host as HostName, running),
      onHost(host as HostName, ["sha256sum", ...files]),
      onHost(host as HostName, ["sh", "-c", "sha256sum /etc/default/*.env"]),
    ]);
    return found.map(({ code, stdout, stderr }) => {
      if (code !== 0) throw new Error(`${host}: ${stderr}`);
      return stdout;
    });
  });
  return (await Promise.all(hosts)).flat();
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
