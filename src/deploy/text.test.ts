import { describe, expect, it } from "vitest";
import { statusOf, formatStatus } from "./status.ts";
import { aComponentAnswer, aDesired, anAnswer, APP, aReport, VOICE } from "./testing.ts";
import { formatCheck, formatReport } from "./text.ts";

const digest = `sha256:${"1".repeat(64)}`;

describe("formatReport", () => {
  it("says what was done to what, and only the cause of files that follow from it", () => {
    const text = formatReport(
      aReport({
        outcome: "deployed",
        reason: "nginx restarted; everything is healthy.",
        release: "",
        transaction: 17,
        hosts: {},
        components: [
          {
            name: "nginx",
            host: APP,
            action: "restarted",
            because: ["image", "file:/etc/systemd/system/nginx.service"],
            tag: "face6cfa",
            image: `docker.io/omnileads/nginx@${digest}`,
            seconds: 3.14,
          },
          { name: "redis", host: APP, action: "unchanged", because: [], tag: "1", image: null, seconds: 0 },
        ],
        failure: null,
        seconds: 12,
      }),
    );
    expect(text).toBe(
      "demo: deployed (12.0 s). nginx restarted; everything is healthy.\n" +
        "  omnileads-app  nginx  restarted  image  face6cfa sha256:111111111111  3.1 s\n",
    );
  });

  it("names host, component, probe and step of a failure, with the last log lines", () => {
    const text = formatReport(
      aReport({
        outcome: "rolled-back",
        reason: "asterisk was not healthy within 60 s. Both hosts are back.",
        release: "",
        transaction: 17,
        hosts: {},
        components: [],
        failure: {
          host: VOICE,
          step: "apply",
          component: "asterisk",
          probe: "SIP OPTIONS",
          message: "no answer",
          log: ["Unable to bind"],
        },
        seconds: 61.26,
      }),
    );
    expect(text).toContain(
      "failed: omnileads-voice, asterisk, probe 'SIP OPTIONS', step 'apply': no answer\n",
    );
    expect(text).toContain("last log lines of asterisk:\n    | Unable to bind\n");
  });
});

describe("formatCheck", () => {
  it("says what would be restarted, why, and what that means to users", () => {
    const changes = [
      {
        host: VOICE,
        component: "asterisk",
        effect: "restart",
        because: ["file:/etc/default/asterisk.env"],
        impact: "calls",
        tag: "face6cfa",
      },
      {
        host: APP,
        component: "minio",
        effect: "install",
        because: ["absent"],
        impact: "data",
        tag: "latest",
      },
      {
        host: APP,
        component: "prometheus_redis",
        effect: "stop",
        because: ["surplus"],
        impact: "none",
        tag: "",
      },
    ] as const;
    const text = formatCheck({
      format: 1,
      tenant: "demo",
      check: true,
      would: "deploy",
      reason: "Nothing was changed now.",
      release: "",
      first: ["prepare omnileads-app"],
      changes,
      notices: [],
      seconds: 2,
    });
    expect(text.split("\n")).toEqual([
      "demo: would deploy (2.0 s). Nothing was changed now.",
      "  first: prepare omnileads-app",
      "  omnileads-voice  asterisk          restarted: /etc/default/asterisk.env                     face6cfa  waits until no call is up; with --now calls are cut",
      "  omnileads-app    minio             installed                                                latest",
      "  omnileads-app    prometheus_redis  stopped, its data kept: no longer part of the inventory            nobody notices",
      "",
    ]);
  });
});

describe("statusOf", () => {
  const desired = [aDesired("app"), aDesired("voice")];
  it("knows a running tag by its digest, and a tenant by its least healthy component", () => {
    const sick = aComponentAnswer({
      name: "asterisk",
      running: `docker.io/omnileads/asterisk@sha256:${"2".repeat(64)}`,
      differs: ["image"],
      healthy: false,
      probes: [{ title: "SIP OPTIONS", ok: false, detail: "no answer", ms: 3000 }],
    });
    const status = statusOf("demo", desired, [anAnswer("app"), anAnswer("voice", { components: [sick] })]);
    expect(status.healthy).toBe(false);
    expect(status.components.map(({ name, tag }) => [name, tag])).toEqual([
      ["postgresql", "latest"],
      ["nginx", "latest"],
      ["asterisk", null],
    ]);
    const text = formatStatus(status);
    expect(text).toMatch(
      /asterisk .* UNHEALTHY .* differs: image .* SIP OPTIONS FAILED 3000 ms \(no answer\)/,
    );
    expect(text).toContain("demo: not every component is healthy");
  });

  it("does not call healthy what a host says nothing of", () => {
    const answers = [anAnswer("app", { components: [] }), anAnswer("voice")];
    expect(statusOf("demo", desired, answers).healthy).toBe(false);
  });
});
