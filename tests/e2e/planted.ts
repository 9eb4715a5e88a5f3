/** What a host of the second lab may be given to lose: of each kind that a tenant leaves on one, something. */
import type { HostName } from "../../lab/addresses.ts";
import { must } from "../../lab/process.ts";
import { onHostArgv } from "../../lab/lab.ts";
import { on, second } from "./second-lab.ts";

/** The image it is made of, which is pulled for it. */
export const IMAGE = "docker.io/omnileads/websockets:latest";

/** A volume with a file, a container that ran and wrote one, a unit that runs, its environment, data beside. */
const SCRIPT = `
podman pull --quiet ${IMAGE}
touch "$(podman volume inspect --format '{{.Mountpoint}}' "$(podman volume create oml_planted)")/oml-planted"
podman run --name oml-planted --network=host --entrypoint=touch ${IMAGE} /oml-planted
printf '[Service]\\nExecStart=/usr/bin/sleep 1000\\n' > /etc/systemd/system/oml-planted.service
systemctl start oml-planted
mkdir -p /var/lib/oml && touch /etc/default/oml-planted.env /var/lib/oml/oml-planted.json
`;

const TRACES = `
find / /var/lib/containers -xdev -name '*oml-planted*'
podman ps --all --format '{{.Names}}'
podman volume ls --quiet
systemctl list-units --all --no-legend 'oml-planted*'
`;

/** Plants it; throws where that fails, or where it would not be found again. */
export async function plant(host: HostName): Promise<void> {
  await must(onHostArgv(host, ["sh", "-ec", SCRIPT], second));
  const found = (await plantedOn(host)).split("\n");
  if (found.length < 9) throw new Error(`only this is seen of what was planted: ${found.join(", ")}`);
}

/** What is seen of it, a line each. */
export async function plantedOn(host: HostName): Promise<string> {
  return (await on(host, ["sh", "-c", TRACES])).stdout;
}

/** The images a host has pulled, with their digests. */
export async function imagesOf(host: HostName): Promise<string> {
  return (await on(host, ["podman", "images", "--no-trunc", "--format", "{{.ID}} {{.Digest}}"])).stdout;
}

/** What a container of an image says, which the host has to have already. */
export async function echoIn(host: HostName, image: string): Promise<string> {
  const run = ["podman", "run", "--rm", "--pull=never", "--network=host", "--entrypoint=echo", image];
  return (await on(host, [...run, "it runs"])).stdout.trim();
}
