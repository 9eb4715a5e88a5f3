/** Values of an environment survive podman and systemd byte for byte, whatever they hold. */
import { expect, test } from "vitest";
import fc from "fast-check";
import { onHost } from "../../lab/lab.ts";
import { renderEnvironment } from "../../src/release/env-file.ts";
import { fillText } from "../../src/release/text.ts";
import { commandOf, renderUnit } from "../../src/release/unit.ts";
import { catalogue } from "../../src/components/catalogue.ts";

const IMAGE = "docker.io/redislabs/redisgears:1.0.9";
const RUN = "/usr/bin/podman run --rm --network=host --env-file=/root/values.env --entrypoint=/usr/bin/env";

/** Names of the values under test, and the values: what people type, and what nobody would. */
function someValues(count: number): Record<string, string> {
  const nasty = [
    '"quoted"',
    "'single'",
    "$HOME ${HOME} $(id)",
    "# not a comment",
    "a=b=c",
    "  both ends  ",
    "back\\slash\\n",
    "ñandú ☎ 電話",
    "%n %t %%",
    "`id`",
    "*",
  ];
  const made = fc.sample(fc.string({ unit: "binary", maxLength: 60 }), { numRuns: count, seed: 20260101 });
  const usable = made.filter((value) => !/[\n\r\0]/.test(value) && value.isWellFormed());
  return Object.fromEntries([...nasty, ...usable].map((value, index) => [`OML_VALUE_${index}`, value]));
}

test.each(["demo-app", "acme-app"] as const)("on %s, through a unit and podman", async (host) => {
  const values = someValues(300);
  const file = fillText(renderEnvironment(values), () => "");
  await onHost(host, ["podman", "pull", "-q", IMAGE]);
  await onHost(host, ["tee", "/root/values.env"], { input: file });
  const unit = `[Service]\nType=oneshot\nStandardOutput=file:/root/values.out\nExecStart=${RUN} ${IMAGE} -0\n`;
  await onHost(host, ["tee", "/etc/systemd/system/values.service"], { input: unit });
  await onHost(host, ["systemctl", "daemon-reload"]);
  const started = await onHost(host, ["systemctl", "restart", "values.service"]);
  expect(started.code, started.stderr).toBe(0);
  const shown = await onHost(host, ["base64", "-w0", "/root/values.out"]);
  const seen = Object.fromEntries(
    Buffer.from(shown.stdout, "base64")
      .toString("utf8")
      .split("\0")
      .filter((entry) => entry.startsWith("OML_VALUE_"))
      .map((entry) => {
        const at = entry.indexOf("=");
        return [entry.slice(0, at), entry.slice(at + 1)];
      }),
  );
  expect(seen).toEqual(values);
});

test("every unit of the catalogue is one that systemd accepts without a word", async () => {
  const digest = `sha256:${"0".repeat(64)}`;
  for (const component of catalogue) {
    const text = renderUnit(component, commandOf(component, `${component.image}@${digest}`), []);
    const path = `/run/${component.unit}`;
    await onHost("demo-app", ["tee", path], { input: text });
    const verified = await onHost("demo-app", ["systemd-analyze", "verify", path]);
    expect(verified.stderr + verified.stdout, component.unit).toBe("");
    await onHost("demo-app", ["rm", path]);
  }
});
