import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import { check } from "./check.ts";
import { deploy } from "./deploy.ts";
import { formatStatus, statusOf } from "./status.ts";
import { answers, books, order, recorded } from "./testing-edges.ts";
import { aComponentAnswer, aJournal, anAnswer, aSituation } from "./testing.ts";
import { formatCheck, formatReport } from "./text.ts";

const path = "/etc/systemd/system/asterisk.service.d/override.conf";
const notice = `omnileads-voice asterisk: drop-in ${path} changes this unit; the toolkit does not manage it`;
const withDropIn = (starts: boolean, ...differs: string[]) => ({
  components: [aComponentAnswer({ name: "asterisk", differs, drop_ins: [{ path, starts }] })],
});

describe("a drop-in of a unit", () => {
  it.each([false, true])(
    "is named in every report and leaves an equal unit alone (starts: %s)",
    async (starts) => {
      const edges = recorded(answers({}, withDropIn(starts)));
      const report = await deploy(order, edges);
      expect(report).toMatchObject({ outcome: "unchanged", notices: [notice] });
      expect(formatReport(report)).toContain(`\n  notice: ${notice}\n`);
      expect(books(edges)).toEqual(["ask.yml"]);
      const checked = await check(order, recorded(answers({}, withDropIn(starts))));
      expect(checked).toMatchObject({ would: "unchanged", notices: [notice] });
      expect(formatCheck(checked)).toContain(`\n  notice: ${notice}\n`);
      const status = statusOf("demo", order.desired, [
        anAnswer("app"),
        anAnswer("voice", withDropIn(starts)),
      ]);
      expect(status.notices).toEqual([notice]);
      expect(formatStatus(status)).toContain(`\n  notice: ${notice}\n`);
    },
  );

  it("that says nothing of what is started stands in no deploy's way", () => {
    expect(decide(aSituation({}, withDropIn(false, "image"))).kind).toBe("deploy");
    expect(decide(aSituation({}, withDropIn(true, "disabled"))).kind).toBe("deploy");
  });

  it.each(["command", "image", "stopped", "absent"])(
    "that sets what is started is refused before the unit is touched (%s)",
    async (difference) => {
      const edges = recorded(answers({}, withDropIn(true, difference)));
      expect(await deploy(order, edges)).toMatchObject({
        outcome: "refused",
        notices: [notice],
        reason:
          `omnileads-voice: drop-in ${path} sets what asterisk.service starts, so asterisk would not run as released; ` +
          "nothing was touched. Merge what it is for or do without it, type `systemctl revert asterisk.service` on that host, and run again.",
      });
      expect(books(edges)).toEqual(["ask.yml"]);
    },
  );

  it("does not keep an open transaction from being finished", () => {
    const journal = { journal: aJournal(), last_transaction: 17 };
    expect(decide(aSituation(journal, { ...journal, ...withDropIn(true, "command") }))).toMatchObject({
      kind: "deploy",
      resumes: true,
    });
  });
});
