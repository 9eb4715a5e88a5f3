/** Before each end-to-end suite: its lab is up, whatever state it was in. */
import { LABS } from "./labs.ts";

const name = LABS[Number(process.env["VITEST_POOL_ID"] ?? "1") - 1];
// Before anything is imported that asks which lab it works with.
if (name) process.env["OML_LAB_NAME"] = name;
const { isUp, up } = await import("../../lab/lab.ts");
await up(isUp() ? () => undefined : undefined);
