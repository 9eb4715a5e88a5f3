/** Releases that do not become healthy: put back on both hosts, remembered, and never called success. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { Fleet } from "./fleet.ts";
import { allInvocations, loginStatus, restarted, runningImage } from "./observe.ts";

const fleet = new Fleet();

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
});
afterAll(() => fleet.remove());

test.each(["sick", "broken"])("a %s nginx is put back, and the next run leaves it alone", async (tag) => {
  fleet.restore("demo");
  await fleet.converge("demo", "--retry");
  const before = await runningImage("demo-app", "oml-nginx-server");
  fleet.set("demo", "nginx_version", tag);
  const first = await fleet.deploy("demo");
  expect(first).toMatchObject({ outcome: "rolled-back", code: 1 });
  expect(first.reason).toContain("nginx");
  expect(await runningImage("demo-app", "oml-nginx-server")).toBe(before);
  expect(await loginStatus("192.0.2.11")).toBe(200);

  const starts = await allInvocations();
  const second = await fleet.deploy("demo");
  expect(second).toMatchObject({ outcome: "rolled-back", code: 1 });
  expect(second.reason).toMatch(/held|--retry/);
  expect(restarted(starts, await allInvocations())).toEqual([]);
});

test("voice failing after app succeeded puts app back too", async () => {
  fleet.restore("demo");
  await fleet.converge("demo", "--retry");
  const [web, asterisk] = [
    await runningImage("demo-app", "oml-django-server"),
    await runningImage("demo-voice", "oml-asterisk-server"),
  ];
  fleet.set("demo", "django_version", "ff63617b");
  fleet.set("demo", "asterisk_version", "sick");
  const result = await fleet.deploy("demo");
  expect(result).toMatchObject({ outcome: "rolled-back", code: 1 });
  expect(result.reason).toContain("asterisk");
  expect(await runningImage("demo-app", "oml-django-server")).toBe(web);
  expect(await runningImage("demo-voice", "oml-asterisk-server")).toBe(asterisk);
  expect(await loginStatus("192.0.2.11")).toBe(200);
});
