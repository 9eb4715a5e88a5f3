/** What the action starts for each tenant. */
const { runTenant } = await import("./entry.ts");
await runTenant();
