/** A bucket that goes away, or is full, while a set is stored, and stays so until restic gives up: after a quarter of an hour, and half an hour. */
import { up } from "../lab/lab.ts";
import * as bucket from "../tests/e2e/faulty-bucket.ts";
import { Fleet } from "../tests/e2e/fleet.ts";
import { opens, Sets } from "../tests/e2e/sets.ts";

const FAULTS = ["full", "away"] as const;
/** Which part it is depends on what the bucket holds already. */
const REASON =
  /was not stored: .*The set \S+ does not exist: it has no manifest\. What runs was not touched\./s;

/** Takes a set with each fault, and one without behind it; throws where one ends otherwise than it must. */
export async function* soak(): AsyncGenerator<string> {
  await up();
  const fleet = new Fleet(["acme"]);
  const sets = new Sets(fleet);
  await fleet.converge("acme", "--retry", ...opens("acme"));
  await bucket.open(fleet);
  try {
    for (const fault of FAULTS) {
      await sets.take("acme");
      const before = await sets.list("acme");
      await bucket.have(fault);
      const lost = await sets.run("backup", "acme");
      await bucket.have("nothing");
      const told = `${fault}, ${String(await bucket.times(fault))} times: ${lost.outcome}: ${lost.reason}`;
      const isTold = lost.outcome === "failed" && REASON.test(lost.reason);
      if (lost.code !== 1 || !isTold || lost.verified) throw new Error(told);
      const left = await sets.list("acme");
      if (String(left) !== String(before))
        throw new Error(`${told} Sets: ${String(left)}, not ${String(before)}`);
      await sets.take("acme");
      yield `${told} The next set is whole.`;
    }
  } finally {
    await bucket.close();
    fleet.remove();
  }
}
