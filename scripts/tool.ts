/** `node scripts/tool.ts NAME`: the path of a program that tests run; built first where the cache has none. */
import { PLACE } from "../lab/place.ts";
import { buildTestTool, type TestTool } from "../lab/tools/build.ts";

const [, , name] = process.argv;
console.log(await buildTestTool(name as TestTool, PLACE.cache, (line) => console.error(line)));
