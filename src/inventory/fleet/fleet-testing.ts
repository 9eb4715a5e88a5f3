/** Two tenants of one fleet for tests: 1 is `acme`, 2 is `demo`. */
import { checkFleet, type Fleet } from "./fleet.ts";
import type { Problem } from "../problem.ts";
import { inventoryText, type Changes } from "../testing.ts";
import type { TenantSources } from "../tenant.ts";
import type { SourceFile } from "../source-file.ts";

/** When the tests run. */
export const NOW = new Date("2026-01-01T00:00:00Z");
/** Keys of the hosts: two of each tenant. */
export const KEYS = [
  "AAAAC3NzaC1lZDI1NTE5AAAAILmPofK0IFs12xqSOPV9VsfpKw6NX29f+SVK3cStTz/+",
  "AAAAC3NzaC1lZDI1NTE5AAAAICtBkaAxiRSd1iGiTItJpY+N+5k5m0Wcb+tidjtLY8Fe",
  "AAAAC3NzaC1lZDI1NTE5AAAAICNTZpBuwhhRvWrolXELgY1Y1z9w/e4Lv2kqX/umQ7YV",
  "AAAAC3NzaC1lZDI1NTE5AAAAIK9QlQ2CimmqUsUQCEEApmXs5KnnrDU/Cm4WIlVoOHII",
];

/** A tenant that shares nothing with one of another number; 1 and 2 have keys. */
export function member(number: 1 | 2, changes: Changes = {}, hosts?: string): TenantSources {
  const name = ["", "acme", "demo"][number] ?? "";
  const [app, voice] = [`10.0.${number}.1`, `10.0.${number}.2`];
  const secrets = ["postgres_password", "s3_http_admin_pass", "bucket_access_key", "bucket_secret_key"];
  const others = ["ami_password", "dialer_password"];
  const own = Object.fromEntries([...secrets, ...others].map((key) => [key, `kx7-${key}-${name}`]));
  const text = inventoryText({
    vars: { ...own, ...changes.vars },
    app: { ansible_host: app, omni_ip_lan: app, voice_host: voice, ...changes.app },
    voice: { ansible_host: voice, omni_ip_lan: voice, application_host: app, ...changes.voice },
  });
  const [first, second] = KEYS.slice(number * 2 - 2);
  const known = hosts ?? `${app} ssh-ed25519 ${first}\n${voice} ssh-ed25519 ${second}\n`;
  return {
    name,
    inventory: { path: `instances/${name}/inventory.yml`, text },
    knownHosts: { path: `instances/${name}/known_hosts`, text: known },
  };
}

/** `fleet.yml` with a text. */
export const fleetFile = (text: string): SourceFile => ({ path: "instances/fleet.yml", text });
/** Whether a problem is of groups 6 to 8. */
export const isOurs = ({ code }: Problem) => /^OML0[678]/.test(code);

/** A problem as one short line. */
export const short = ({ code, file, path, message }: Problem) =>
  `${code} ${file.replace("instances/", "")} ${path.split(".").at(-1)}: ${message}`;

/** Problems of groups 6 to 8. */
export function ours(fleet: Partial<Fleet>): readonly string[] {
  return checkFleet({ tenants: [member(1), member(2)], now: NOW, ...fleet })
    .filter(isOurs)
    .map(short);
}
