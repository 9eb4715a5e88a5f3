/** The keys whose values may be printed: known ones that hold no secret and no block. */
import { SECRET_NAMES } from "../inventory/checks/secret-names.ts";
import { settingsSchema } from "../inventory/settings.ts";
import { tenantFileSchema } from "../inventory/tenant-file.ts";
import type { ShownKeys } from "./excerpt.ts";

/** Keys of the hosts and of `tenant.yml` that hold one plain value each. */
const OTHERS = [
  "allow-schema-ahead",
  "ansible_host",
  "ansible_ssh_port",
  "ansible_user",
  "application_host",
  "health_timeout",
  "migration_timeout",
  "omni_ip_lan",
  "omni_ip_wan",
  "safety_backup",
  "voice_host",
  "wait",
  "when",
  "window",
];

/** Every key that may be shown with its value. */
export function shownKeys(): ShownKeys {
  const open = Object.keys(settingsSchema.shape).filter((name) => !SECRET_NAMES.has(name));
  return new Set([...open, ...Object.keys(tenantFileSchema.parse({}).images), ...OTHERS]);
}
