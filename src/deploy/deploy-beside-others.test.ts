import { describe, expect, it } from "vitest";
import { deploy } from "./deploy.ts";
import { answers, books, both, end, event, order, recorded } from "./testing-edges.ts";
import { aComponentAnswer, aJournal, APP, aStep, VOICE } from "./testing.ts";

const nginxOld = {
  components: [
    aComponentAnswer({ name: "postgresql" }),
    aComponentAnswer({ name: "nginx", differs: ["image"] }),
  ],
};

describe("a deploy beside another run", () => {
  it("waits for a host that is at work, and says for whom", async () => {
    const lock = { step: "apply", transaction: 17, by: "ben", since: 0 };
    const edges = recorded(answers({ lock }), answers());
    expect((await deploy(order, edges)).outcome).toBe("unchanged");
    expect(edges.said.join()).toMatch(/'apply' of transaction 17, begun \d+ s ago by ben/);
  });

  it("is postponed where the other run does not end", async () => {
    const lock = { step: "apply", transaction: 17, by: "ben", since: 0 };
    const edges = recorded(...Array.from({ length: 200 }, () => answers({ lock })));
    expect(await deploy(order, edges)).toMatchObject({ outcome: "postponed" });
    expect(edges.said).toHaveLength(1);
  });

  it("waits for another run between two of its steps, and puts back what rests", async () => {
    const journal = aJournal({ same: false, token: "theirs", by: "ben" });
    const edges = recorded(
      answers({ ...nginxOld, journal, rested: 2 }, { rested: 40 }),
      answers({ ...nginxOld, journal, rested: 16 }, { rested: 54 }),
      end(event(APP, aStep("put_back"))),
      answers({ last_transaction: 17 }),
    );
    expect(await deploy(order, edges)).toMatchObject({ outcome: "unchanged" });
    expect(edges.said[0]).toMatch(
      /waiting: omnileads-app is at work: 'applying' of transaction 17, begun .* by ben$/,
    );
    expect(books(edges)).toEqual(["ask.yml", "ask.yml", "put_back.yml", "ask.yml"]);
  });
});

describe("a deploy that another run overtook", () => {
  const refused = aStep("stage", {
    ok: false,
    status: "refused",
    message: "Nothing was done.",
    overtaken: true,
  });
  const lock = { step: "stage", transaction: 17, by: "ben", since: 0 };

  it("asks anew, waits for the other and then finds what it left", async () => {
    const edges = recorded(answers(nginxOld), both(refused), answers({ ...nginxOld, lock }), answers());
    expect(await deploy(order, edges)).toMatchObject({ outcome: "unchanged" });
    expect(books(edges)).toEqual(["ask.yml", "deploy.yml", "ask.yml", "ask.yml"]);
    expect(edges.said.slice(1)).toEqual([
      expect.stringContaining("another run was quicker"),
      expect.stringContaining("by ben"),
    ]);
  });

  it("asks anew at once where it won the first host, and gave it back", async () => {
    const back = end(
      ...[aStep("stage"), aStep("put_back")].map((step) => event(APP, step)),
      event(VOICE, refused),
    );
    const slept: number[] = [];
    const edges = recorded(answers(nginxOld), back, answers());
    const sleep = async (seconds: number) => void slept.push(seconds);
    expect(await deploy(order, { ...edges, sleep })).toMatchObject({ outcome: "unchanged" });
    expect(slept).toEqual([]);
  });

  it("does not ask for ever", async () => {
    const edges = recorded(...Array.from({ length: 20 }, () => [answers(nginxOld), both(refused)]).flat());
    const report = await deploy(order, edges);
    expect(report).toMatchObject({
      outcome: "postponed",
      reason: expect.stringContaining("Run again.") as unknown,
    });
  });

  it.each([
    ["refused", both({ ...refused, overtaken: false })],
    ["unreachable", end(event(APP, aStep("stage")), event(VOICE, refused))],
  ])("is %s where it was for another reason, or something may be left open", async (outcome, played) => {
    const lost = end(event(APP, undefined, { unreachable: true }));
    const edges = recorded(answers(nginxOld), played, lost);
    expect(await deploy(order, edges)).toMatchObject({ outcome });
  });
});
