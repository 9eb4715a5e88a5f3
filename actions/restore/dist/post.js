"use strict";
/** What the runner starts when the job ends, however it ended. */
const { runPost } = await import("./entry.js");
runPost();
