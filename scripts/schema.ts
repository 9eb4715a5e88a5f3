/**
 * `npm run schema`: writes what is generated from the schemas: `schema/*.schema.json` and `docs/inventory.md`.
 * `npm run schema -- --check` changes nothing and exits 1 where one of them is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { catalogue } from "../src/components/catalogue.ts";
import { inventoryPage } from "../src/schema/inventory-page.ts";
import {
  fleetSchema,
  imageLockSchema,
  inventorySchema,
  tenantSchema,
  type JsonSchema,
} from "../src/schema/json-schemas.ts";
import { readersOf } from "../src/schema/readers.ts";
import { sampleTenants } from "../src/schema/sample-tenants.ts";
import { variables } from "../src/schema/variables.ts";

const root = join(import.meta.dirname, "..");
const json = (schema: JsonSchema): string => `${JSON.stringify(schema, null, 2)}\n`;
const files = {
  "schema/inventory.schema.json": json(inventorySchema()),
  "schema/tenant.schema.json": json(tenantSchema()),
  "schema/fleet.schema.json": json(fleetSchema()),
  "schema/images.lock.schema.json": json(imageLockSchema()),
  "docs/inventory.md": inventoryPage(variables, readersOf(catalogue, sampleTenants())),
};

const isCheck = process.argv.includes("--check");
for (const [name, content] of Object.entries(files)) {
  const path = join(root, name);
  if (existsSync(path) && readFileSync(path, "utf8") === content) continue;
  if (isCheck) {
    console.error(`schema: ${name} is not what the schemas give. Type: npm run schema`);
    process.exitCode = 1;
    continue;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  console.log(`schema: wrote ${name}`);
}
