/** Where the render bundle begins: reads a request on standard input, prints what the folder's tenants make. */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { readFleetFolder } from "./fleet-folder.ts";
import { renderFolder } from "./rendered-folder.ts";

const requestSchema = z.object({ instances: z.string(), root: z.string(), now: z.iso.datetime() });

const { instances, root, now } = requestSchema.parse(JSON.parse(readFileSync(0, "utf8")));
const { tenants } = readFleetFolder(instances, "");
writeFileSync(1, JSON.stringify(renderFolder({ tenants, root, now: new Date(now) })));
