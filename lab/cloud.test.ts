import { expect, test } from "vitest";
import { CLOUD } from "./addresses.ts";
import { rolesSql } from "./cloud.ts";

test("the provider may create roles, the tenant only databases", () => {
  const sql = rolesSql();
  expect(sql).toContain(`ALTER ROLE ${CLOUD.database.provider.user} LOGIN CREATEROLE CREATEDB PASSWORD`);
  expect(sql).toContain(`ALTER ROLE ${CLOUD.database.acme.user} LOGIN CREATEDB PASSWORD`);
  expect(sql).not.toContain("SUPERUSER");
});
