"use strict";
/** What the action starts for each tenant. */
const { runTenant } = await import("./entry.js");
await runTenant();
