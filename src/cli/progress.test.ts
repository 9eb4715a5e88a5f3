import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ResultEvent } from "../ansible/events.ts";
import { followProgress, sayProgress } from "./progress.ts";

const host = "omnileads-app";
const result = (rest: Partial<ResultEvent>): ResultEvent => ({
  event: "result",
  host,
  task: "Apply edge",
  changed: false,
  failed: false,
  unreachable: false,
  ...rest,
});
const step = {
  format: 1,
  step: "apply",
  ok: true,
  status: "done",
  message: "",
  components: [
    { name: "nginx", action: "restarted", seconds: 3.14 },
    { name: "redis", action: "unchanged" },
  ],
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("followProgress", () => {
  it.each([
    [
      "a step with what it did",
      result({ result: step }),
      `  ${host}: Apply edge: done nginx restarted (3.1 s)`,
    ],
    [
      "a step that failed with why",
      result({ result: { ...step, ok: false, status: "failed", message: "it is sick", components: [] } }),
      `  ${host}: Apply edge: failed: it is sick`,
    ],
    [
      "a failed task on one line, its role left out",
      result({ task: "host : Install", failed: true, message: "no\nroom" }),
      `  ${host}: Install: failed: no room`,
    ],
    [
      "a lost host",
      result({ unreachable: true, message: "No route" }),
      `  ${host}: Apply edge: unreachable: No route`,
    ],
    ["a task that changed something", result({ changed: true }), `  ${host}: Apply edge: changed`],
  ])("says %s", (_, event, line) => {
    const said: string[] = [];
    followProgress((text) => said.push(text)).hear(event);
    expect(said).toEqual([line]);
  });

  it("is silent about quick tasks that changed nothing", () => {
    const said: string[] = [];
    const progress = followProgress((text) => said.push(text));
    progress.hear({ event: "task", host, task: "Ask" });
    progress.hear(result({ task: "Ask" }));
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([]);
  });

  it("says that a slow task is under way, once, and nothing after the end", () => {
    const said: string[] = [];
    const progress = followProgress((text) => said.push(text));
    progress.hear({ event: "task", host, task: "Stage" });
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([`  ${host}: Stage …`]);
    progress.hear({ event: "task", host, task: "Commit" });
    progress.stop();
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveLength(1);
  });
});

describe("sayProgress", () => {
  const MIB = 1024 ** 2;
  it.each([
    [[120, 500, 3.5], "database: 120 MiB of about 500 MiB, 34.3 MiB/s, 11 s left"],
    [[120, null, 4], "database: 120 MiB, 30.0 MiB/s"],
    [[0, 500, 0], "database: 0 bytes of about 500 MiB"],
    [[600, 500, 60], "database: 600 MiB, 10.0 MiB/s"],
    [[1, 1024, 10], "database: 1.0 MiB of about 1.0 GiB, 102 KiB/s, 3 h left"],
  ] as const)("%j MiB: %s", ([bytes, of, seconds], words) => {
    const sizes = { bytes: bytes * MIB, of: of === null ? null : of * MIB };
    expect(sayProgress({ part: "database", ...sizes, seconds })).toBe(words);
  });

  it("is said of the step that goes on, whose patience it ends", () => {
    const said: string[] = [];
    const progress = followProgress((text) => said.push(text));
    progress.hear({ event: "task", host, task: "Store the database" });
    const far = { part: "database", bytes: MIB, of: null, seconds: 1 };
    progress.hear({ event: "progress", host, task: "Store the database", ...far });
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([`  ${host}: Store the database: database: 1.0 MiB, 1.0 MiB/s`]);
  });
});
