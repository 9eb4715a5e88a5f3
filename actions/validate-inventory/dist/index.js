"use strict";
/** What the runner starts. It says that it runs, then loads the bundle, which takes longer than a verdict. */
process.stdout.write(`validate-inventory, on Node ${process.versions.node}\n`);
await import("./entry.js");
