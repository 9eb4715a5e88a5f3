/** Once before all end-to-end tests: the lab is up, whatever state it was in. */
import { up } from "../../lab/lab.ts";

export async function setup(): Promise<void> {
  await up();
}
