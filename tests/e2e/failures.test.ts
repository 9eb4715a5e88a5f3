/** Releases that do not become healthy: put back on both hosts, remembered, and never called success. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { Fleet, IMPATIENT, inLab } from "./fleet.ts";
import { allImages, allInvocations, loginStatus, restarted, UNITS } from "./observe.ts";

const fleet = new Fleet();

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
});
afterAll(() => fleet.remove());

/** Both hosts run what they ran before, every component healthy. */
async function expectPutBack(images: readonly string[]): Promise<void> {
  expect(await allImages()).toEqual(images);
  expect(await loginStatus("192.0.2.11")).toBe(200);
  const status = await inLab(fleet.argv("status", "--tenant", "demo", "--format", "json"));
  const { components } = JSON.parse(status.stdout) as { components: { name: string; healthy: boolean }[] };
  expect(components.length).toBe(Object.values(UNITS).flat().length);
  expect(components.filter(({ healthy }) => !healthy)).toEqual([]);
}

// `--retry`: what an earlier run on these hosts has put back is tried again.
test.each(["sick", "broken"])("a %s nginx is put back, and the next run leaves it alone", async (tag) => {
  fleet.restore("demo");
  await fleet.converge("demo", "--retry");
  const before = await allImages();
  fleet.addSetting("demo", IMPATIENT);
  fleet.set("demo", "nginx_version", tag);
  const first = await fleet.deploy("demo", "--retry");
  expect(first).toMatchObject({ outcome: "rolled-back", code: 1 });
  expect(first.reason).toContain("nginx");
  await expectPutBack(before);

  await expectHeld("nginx on omnileads-app");
});

/** The next run leaves the release alone, and says what of it did not work. */
async function expectHeld(culprit: string): Promise<void> {
  const starts = await allInvocations();
  const held = await fleet.deploy("demo");
  expect(held).toMatchObject({ outcome: "rolled-back", code: 1 });
  expect(held.reason).toMatch(new RegExp(`held: transaction \\d+ put it back \\(${culprit}: .+\\)`));
  expect(restarted(starts, await allInvocations())).toEqual([]);
}

test("voice failing after app succeeded puts app back too", async () => {
  fleet.restore("demo");
  await fleet.converge("demo", "--retry");
  const [before, starts] = [await allImages(), await allInvocations()];
  fleet.set("demo", "django_version", "ff63617b");
  fleet.set("demo", "asterisk_version", "broken"); // what a sick one is waited for, nginx's has shown
  const result = await fleet.deploy("demo", "--retry");
  expect(result).toMatchObject({ outcome: "rolled-back", code: 1 });
  expect(result.reason).toContain("asterisk");
  expect(restarted(starts, await allInvocations()), "app had succeeded").toContain("demo-app/omnileads");
  await expectPutBack(before);
  await expectHeld("asterisk on omnileads-voice");
});
