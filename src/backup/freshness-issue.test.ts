import { describe, expect, it } from "vitest";
import { decideIssues, type Judged, type OpenIssue } from "./freshness-issue.ts";
import { historiesOf } from "./record.ts";
import { taken } from "./record-testing.ts";

const BOT = "github-actions[bot]";
const known = historiesOf([
  taken(50),
  taken(1, { outcome: "failed", set: null, reason: "pg_dump of @ann failed, see #77 | https://x.example" }),
]).get("acme");
const acme: Judged = { tenant: "acme", troubles: ["It is old.", "It shrank."], known };
const well: Judged = { ...acme, troubles: [] };

const [created] = decideIssues([acme], [], BOT);
if (created?.kind !== "create") throw new Error("an issue was to be created");
const issue = (number: number, given: Partial<OpenIssue> = {}): OpenIssue => ({
  number,
  author: BOT,
  title: created.title,
  body: created.body,
  ...given,
});

describe("a tenant in trouble", () => {
  it("has an issue that says what is wrong, what is known, and what to type", () => {
    expect(created.title).toBe("Backups of acme need attention");
    expect(created.body).toMatch(/^<!-- oml-backup: acme -->\n- It is old/);
    expect(created.body).toContain("npx oml backup --tenant acme");
    expect(created.body).toContain("ended `failed`");
    expect(created.body).not.toMatch(/@ann|#77|https:\/\/x/);
  });

  it("has one: nothing is done while it says the same, and it is updated when that changes", () => {
    expect(decideIssues([acme], [issue(7)], BOT)).toEqual([]);
    expect(decideIssues([acme], [issue(7, { body: created.body.replaceAll("\n", "\r\n") })], BOT)).toEqual(
      [],
    );
    const changed = decideIssues([{ ...acme, troubles: ["It is old."] }], [issue(7)], BOT);
    expect(changed).toMatchObject([
      { kind: "update", number: 7, body: expect.not.stringContaining("shrank") },
    ]);
  });

  it("has never two: the first stays", () => {
    expect(decideIssues([acme], [issue(9), issue(7)], BOT)).toEqual([
      { kind: "close", tenant: "acme", number: 9, comment: "#7 is about the same. Closed." },
    ]);
  });

  it("is found by no issue of somebody else, of another tenant, or that only quotes the marker", () => {
    const strangers = [issue(1, { author: "mallory" }), issue(3, { body: `> ${created.body}` })];
    expect(decideIssues([acme], strangers, BOT)).toMatchObject([{ kind: "create" }]);
    const other = issue(2, { body: created.body.replace("oml-backup: acme", "oml-backup: acme-eu") });
    expect(
      decideIssues([acme, { ...acme, tenant: "acme-eu" }], [other], BOT).map(({ kind }) => kind),
    ).toEqual(["create", "update"]);
  });
});

describe("a tenant that is well", () => {
  it("has none: what is open is closed with a sentence", () => {
    expect(decideIssues([well], [], BOT)).toEqual([]);
    expect(decideIssues([well], [issue(7)], BOT)).toMatchObject([
      { kind: "close", number: 7, comment: expect.stringContaining("A verified set is there again") },
    ]);
  });

  it("has none once it is no tenant with backups any more", () => {
    expect(decideIssues([], [issue(7), issue(8, { body: "mine" })], BOT)).toMatchObject([
      { kind: "close", number: 7, comment: expect.stringContaining("no longer in the fleet") },
    ]);
  });
});
