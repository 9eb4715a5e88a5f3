import { expect, it } from "vitest";
import { setsOf } from "./listing.ts";

const snapshot = (...tags: readonly string[]) => ({ id: "1", tags: ["tenant:acme", ...tags] });
const manifest = (set: string, finished: number) =>
  snapshot(`set:${set}`, "part:manifest", `finished:${String(finished)}`, "bytes:7");

it("a set is what has a manifest, the newest first; verified when somebody said so last", () => {
  const sets = setsOf([
    manifest("a", 1000),
    manifest("b", 2000),
    snapshot("set:a", "part:verified", "at:1500"),
    snapshot("set:a", "part:verified", "at:1400"),
    snapshot("set:a", "part:drill", "at:1600", "ok:yes"),
    snapshot("set:a", "part:drill", "at:1700", "ok:no"),
  ]);
  expect(sets).toEqual([
    { id: "b", tenant: "acme", finished: 2000, verified: null, drilled: null, bytes: 7 },
    {
      id: "a",
      tenant: "acme",
      finished: 1000,
      verified: 1500,
      read: 1500,
      drilled: { at: 1700, ok: false },
      bytes: 7,
    },
  ]);
});

it("a set tells the commit that ran when it was taken, where it knows one", () => {
  const of = (commit: string) => {
    const { id, tags } = manifest("a", 1);
    return setsOf([{ id, tags: [...tags, `commit:${commit}`] }])[0]?.commit;
  };
  expect([of("c0ffee1"), of("none"), setsOf([manifest("a", 1)])[0]?.commit]).toEqual([
    "c0ffee1",
    undefined,
    undefined,
  ]);
});

it.each([
  [
    "parts without a manifest",
    [snapshot("set:a", "part:database"), snapshot("set:a", "part:verified", "at:1")],
  ],
  ["a manifest of no set", [snapshot("part:manifest", "finished:1")]],
  ["a manifest of no time", [snapshot("set:a", "part:manifest", "finished:soon")]],
  ["a snapshot without tags", [{ id: "1", tags: [] }]],
])("%s is no set", (_, snapshots) => {
  expect(setsOf(snapshots)).toEqual([]);
});

it("a set is one, whatever says so twice", () => {
  expect(setsOf([manifest("a", 1), manifest("a", 2)])).toHaveLength(1);
});

it("a set that was found damaged is verified no longer, until it is found whole again", () => {
  const damaged = [
    manifest("a", 1),
    snapshot("set:a", "part:verified", "at:5", "ok:yes"),
    snapshot("set:a", "part:verified", "at:9", "ok:no"),
  ];
  expect(setsOf(damaged)[0]?.verified).toBeNull();
  expect(setsOf([...damaged, snapshot("set:a", "part:verified", "at:12", "ok:yes")])[0]?.verified).toBe(12);
});

it("a verdict without a readable time proves nothing", () => {
  const [set] = setsOf([manifest("a", 1), snapshot("set:a", "part:verified", "at:-1")]);
  expect(set?.verified).toBeNull();
});

it("a set tells what it was taken for, where that is something it knows", () => {
  const of = (purpose: string) => {
    const { id, tags } = manifest("a", 1);
    return setsOf([{ id, tags: [...tags, `purpose:${purpose}`] }])[0]?.purpose;
  };
  expect([of("restore"), of("deploy"), of("fun")]).toEqual(["restore", "deploy", undefined]);
});
