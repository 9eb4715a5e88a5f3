import { describe, expect, it } from "vitest";
import { aDeed, anAnswer, aStep, VOICE } from "./testing.ts";
import { cutBy, isOpen } from "./voice.ts";
import type { Change } from "./changes.ts";

describe("a window of hours", () => {
  const at = (time: string): number => Date.parse(`2024-05-01T${time}:00Z`) / 1000;
  it.each([
    ["22:00-06:00", "UTC", "21:59", false],
    ["22:00-06:00", "UTC", "22:00", true],
    ["22:00-06:00", "UTC", "05:59", true],
    ["22:00-06:00", "UTC", "06:00", false],
    ["01:00-05:00", "UTC", "03:00", true],
    ["01:00-05:00", "UTC", "00:59", false],
    ["00:00-00:00", "UTC", "12:00", true],
    ["22:00-06:00", "America/Argentina/Cordoba", "00:59", false],
    ["22:00-06:00", "America/Argentina/Cordoba", "01:00", true],
    ["00:00-02:00", "UTC", "00:30", true],
  ])("%s in %s at %s UTC: open %s", (window, zone, time, open) => {
    expect(isOpen(window, zone, at(time))).toBe(open);
  });
});

describe("the calls a transaction cut", () => {
  const change: Change = {
    host: VOICE,
    component: "asterisk",
    effect: "restart",
    because: ["image"],
    impact: "calls",
    tag: "latest",
  };
  const apply = aStep("apply", { components: [aDeed("asterisk", "restarted")] });
  const asked = [anAnswer("voice", { calls: { count: 3, detail: "" } })];

  it("are those that the host counted just before", () => {
    const counted = aStep("apply", {
      cut: { count: 20, detail: "" },
      components: [aDeed("asterisk", "restarted")],
    });
    expect(cutBy([{ host: VOICE, steps: [counted] }], [change], asked)).toEqual({ count: 20, detail: "" });
  });
  it("are else those that were up when the host was asked", () => {
    expect(cutBy([{ host: VOICE, steps: [apply] }], [change], asked)).toEqual({ count: 3, detail: "" });
  });
  it("are none where nothing that carries calls was restarted", () => {
    expect(cutBy([{ host: VOICE, steps: [aStep("apply")] }], [change], asked)).toBeNull();
    expect(cutBy([{ host: VOICE, steps: [apply] }], [], asked)).toBeNull();
  });
});
