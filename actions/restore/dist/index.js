"use strict";
/** What the runner starts. It says that it runs, then loads the bundle, which takes longer. */
process.stdout.write(`restore, on Node ${process.versions.node}\n`);
const { runMain } = await import("./entry.js");
await runMain();
