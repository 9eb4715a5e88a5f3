import { expect, test } from "vitest";
import { secretPaths } from "./checks/secret-names.ts";
import { BACKUP_SLOTS } from "./secrets.ts";
import { tenantFileSchema } from "./tenant-file.ts";

test("every secret that tenant.yml may hold has a slot", () => {
  const paths = secretPaths(tenantFileSchema).map((path) => path.join("."));
  expect([...Object.values(BACKUP_SLOTS)].sort()).toEqual([...paths].sort());
});
