import { describe, expect, test } from "vitest";
import type { Play, PlayEnd } from "../deploy/edges.ts";
import { APP } from "../deploy/testing.ts";
import { end, event, recorded } from "../deploy/testing-edges.ts";
import { takeSafetySet } from "./safety-set.ts";

const SET = "20270115T020000Z-1f2e";

describe("the set before a deploy", () => {
  const task = {
    tenant: "demo",
    orders: [],
    by: "ann",
    place: "on-host",
    keep: { daily: 7, weekly: 4, monthly: 6, floor: 3 },
  } as const;
  const said = (backup: string, rest = {}) => ({
    ...{ format: 1, backup, set: SET, ok: true, status: "done", message: "" },
    ...rest,
  });
  const taking = async (...ends: readonly PlayEnd[]) => {
    const world = recorded(...ends);
    return { taken: await takeSafetySet(task, world), plays: world.plays as readonly Play[] };
  };

  test("is one that was read back whole, wherever it lies", async () => {
    const { taken, plays } = await taking(end(event(APP, said("database")), event(APP, said("verify"))));
    expect(taken).toEqual({ ok: true, set: SET });
    expect(plays.map(({ playbook }) => playbook)).toEqual(["backup.yml"]);
  });

  test.each([
    ["refused", said("verify", { ok: false, status: "failed", message: "not equal" })],
    ["refused", said("begin", { ok: false, status: "refused", message: "no room" })],
    ["postponed", said("begin", { ok: false, status: "refused", overtaken: true, message: "another run" })],
  ] as const)("ends the deploy as %s where it is none", async (outcome, result) => {
    const { taken } = await taking(end(event(APP, result)));
    expect(taken).toMatchObject({ ok: false, end: [outcome, expect.stringContaining("no component was")] });
  });
});
