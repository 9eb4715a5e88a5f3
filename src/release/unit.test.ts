import { describe, expect, test } from "vitest";
import { aTenant } from "../inventory/testing.ts";
import { componentOf, releaseOf } from "./testing.ts";
import { fillText } from "./text.ts";
import { quoteForSystemd } from "./unit.ts";

const release = releaseOf(aTenant({ app: { prometheus_enable: true } }));
const components = [...release.app.components, ...release.voice.components];

function unitOf(name: string): readonly string[] {
  const { files, unit } = componentOf(release, name);
  const file = files.find(({ path }) => path === `/etc/systemd/system/${unit}`);
  return fillText(file?.content ?? [], () => "").split("\n");
}

describe.each(components.map((component) => [component.name, component] as const))(
  "%s",
  (name, component) => {
    const unit = unitOf(name);
    const { command, image } = component;

    test("runs its image by digest, pulls nothing, logs to the journal", () => {
      expect(image).toMatch(/^(docker\.io|quay\.io)\/[\w/-]+@sha256:[0-9a-f]{64}$/);
      expect(command).toContain(image);
      for (const option of ["--pull=never", "--log-driver=journald", "--network=host", "--rm", "--replace"]) {
        expect(command).toContain(option);
      }
      expect(command).toContain(`--env-file=${component.env_file}`);
      expect(command).toContain(`--name=${component.container}`);
    });

    test("its unit runs that command", () => {
      expect(unit).toContain(`ExecStart=${command.join(" ")}`);
      expect(command.join(" ")).not.toMatch(/["'$%;\\]/);
    });

    test("comes back by itself, without a limit, and starts at boot", () => {
      expect(unit).toEqual(
        expect.arrayContaining(["StartLimitIntervalSec=0", "Restart=always", "RestartSec=2"]),
      );
      expect(unit).toContain("WantedBy=multi-user.target");
    });

    test("is stopped by podman before systemd loses patience", () => {
      const stop = Number(command.find((word) => word.startsWith("--stop-timeout="))?.split("=")[1]);
      const patience = Number(unit.find((line) => line.startsWith("TimeoutStopSec="))?.split("=")[1]);
      expect(stop).toBeGreaterThan(0);
      expect(patience).toBeGreaterThan(stop);
    });

    test("keeps its environment and its unit among its files", () => {
      const modes = new Map(component.files.map(({ path, mode }) => [path, mode]));
      expect(modes.get(component.env_file)).toBe("0600");
      expect(modes.get(`/etc/systemd/system/${component.unit}`)).toBe("0644");
    });
  },
);

test("units wait for those they need, where the tenant has them", () => {
  expect(unitOf("omnileads")).toContain(
    "After=network-online.target minio.service redis.service postgresql.service",
  );
  expect(unitOf("asterisk")).toContain("After=network-online.target rtpengine.service");
  const cloud = releaseOf(
    aTenant({ vars: { postgres_host: "db.example", bucket_url: "https://s3.example" } }),
  );
  const [, unit] = componentOf(cloud, "omnileads").files;
  expect(unit?.content).toEqual([expect.stringContaining("After=network-online.target redis.service\n")]);
});

test.each([
  ["plain", "plain"],
  [":9090", ":9090"],
  ["a b", '"a b"'],
  ["", '""'],
  ["50%", "50%%"],
  ["$HOME", "$$HOME"],
  ['say "hi" \\n', '"say \\"hi\\" \\\\n"'],
])("systemd reads %j from %s", (word, quoted) => expect(quoteForSystemd(word)).toBe(quoted));
