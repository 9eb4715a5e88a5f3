/** Drop-ins that people gave a unit: named, never written over, and never taken for the release. */
import { afterAll, beforeEach, expect, test } from "vitest";
import { onHost } from "../../lab/lab.ts";
import { Fleet } from "./fleet.ts";
import { allInvocations, restarted } from "./observe.ts";

const fleet = new Fleet();
const UNIT = "websockets.service";
const PATH = `/etc/systemd/system/${UNIT}.d/override.conf`;
const notice = `omnileads-app websockets: drop-in ${PATH} changes this unit; the toolkit does not manage it`;
/** What the unit starts, and a label more. */
const otherStart = `(echo '[Service]'; echo ExecStart=; sed -n 's/^ExecStart=.* run /&--label=by=hand /p' /etc/systemd/system/${UNIT})`;

async function onApp(command: string): Promise<string> {
  const { code, stdout, stderr } = await onHost("demo-app", ["sh", "-ec", command]);
  expect(code, stderr).toBe(0);
  return stdout;
}

const write = async (what: string): Promise<string> =>
  onApp(`mkdir -p ${PATH.replace("/override.conf", "")}; ${what} > ${PATH}; grep -q . ${PATH}`);

beforeEach(async () => {
  await onApp(`systemctl revert ${UNIT}`);
  fleet.restore("demo");
  fleet.keepSafe("demo");
  await fleet.converge("demo", "--retry");
});
afterAll(async () => {
  await onApp(`systemctl revert ${UNIT}`);
  await fleet.converge("demo", "--retry");
  fleet.remove();
});

test("one that leaves alone what is started is a notice, and the unit is deployed as ever", async () => {
  await write("printf '[Service]\\nNice=5\\n'");
  await onApp("systemctl daemon-reload");
  const before = await allInvocations();
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged", notices: [notice] });
  expect(restarted(before, await allInvocations())).toEqual([]);
  fleet.set("demo", "websockets_version", "ff63617b");
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({ outcome: "deployed", notices: [notice] });
  expect(restarted(before, await allInvocations())).toEqual(["demo-app/websockets"]);
  expect(await onApp(`cat ${PATH}`)).toContain("Nice=5");
});

test("one that sets what is started is refused in each run, until it is reverted", async () => {
  await write(otherStart);
  await onApp(`systemctl daemon-reload; systemctl restart ${UNIT}`);
  const before = await allInvocations();
  for (const run of ["first", "second"]) {
    const result = await fleet.deploy("demo");
    expect(result, `${run}: ${result.reason}`).toMatchObject({
      outcome: "refused",
      code: 1,
      notices: [notice],
    });
    expect(result.reason).toContain(`type \`systemctl revert ${UNIT}\``);
  }
  expect(restarted(before, await allInvocations())).toEqual([]);
  expect(await onApp(`cat ${PATH}`)).toContain("by=hand");
  await onApp(`systemctl revert ${UNIT}`);
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "deployed" });
  expect(restarted(before, await allInvocations())).toEqual(["demo-app/websockets"]);
});

test("one that systemd reads only during the deploy is seen before the release counts as deployed", async () => {
  await write(otherStart);
  fleet.set("demo", "websockets_version", "ff63617b");
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({ outcome: "rolled-back", code: 1 });
  expect(result.reason).toContain(`drop-in ${PATH} changes its unit; type \`systemctl revert ${UNIT}\``);
  await onApp(`systemctl revert ${UNIT}`);
  expect(await fleet.deploy("demo", "--retry")).toMatchObject({ outcome: "deployed" });
});
