/** A bucket that is busy, cuts answers off, or says that it keeps what it does not: a set is whole then, or red. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onHost } from "../../lab/lab.ts";
import { Fleet } from "./fleet.ts";
import { writeOn } from "./kills.ts";
import { beginAnew, opens, Sets } from "./sets.ts";

const FOLDER = "/opt/bucket-faults";
const UNIT = "bucket-faults";
const fleet = new Fleet(["acme"]);
const sets = new Sets(fleet);

/** What the endpoint between the hosts and the bucket does wrong. */
const have = (mode: "swallow" | "busy" | "cut" | "nothing") => writeOn("cloud", `${FOLDER}/mode`, mode);

beforeAll(async () => {
  await fleet.converge("acme", "--retry", ...opens("acme"));
  await onHost("cloud", ["mkdir", "-p", FOLDER]);
  const program = `${FOLDER}/bucket-faults.py`;
  await writeOn("cloud", program, readFileSync(join(import.meta.dirname, "bucket-faults.py"), "utf8"));
  await have("nothing");
  const argv = [
    "systemd-run",
    "--quiet",
    "--collect",
    `--unit=${UNIT}`,
    "python3",
    program,
    "9180",
    "192.0.2.3",
  ];
  expect(await onHost("cloud", argv)).toMatchObject({ code: 0 });
  const file = fleet.path("acme", "tenant.yml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("https://s3.cloud.example", "http://192.0.2.3:9180"));
  await beginAnew();
});
afterAll(async () => {
  await beginAnew();
  await onHost("cloud", ["systemctl", "stop", UNIT]);
  fleet.remove();
});

test.each([
  ["is busy", "busy"],
  ["breaks answers off", "cut"],
] as const)("a bucket that %s now and then delays a set", async (_, mode) => {
  await sets.take("acme");
  await have(mode);
  await sets.take("acme");
  await have("nothing");
  const { stdout } = await onHost("cloud", ["grep", "-c", mode, `${FOLDER}/done`]);
  expect(Number(stdout), "times that it did so").toBeGreaterThan(3);
});

test("a bucket that keeps nothing of what it takes: the set is not verified, and the next one is whole", async () => {
  const [whole] = await sets.list("acme");
  await have("swallow");
  const lost = await sets.run("backup", "acme");
  await have("nothing");
  expect(lost, lost.reason).toMatchObject({ code: 1, verified: false });
  expect(lost.reason).toMatch(/NOT verified|was not stored/);
  expect(await sets.table("acme")).toMatch(new RegExp(`${whole ?? ""} .*verified`));
  await sets.take("acme");
});
