import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commentAction, commentBody, findComment, LONGEST_COMMENT, readMarker } from "./comment.ts";
import { aFleetPlan, digestOf, planOf } from "./testing.ts";
import { code, defused } from "./markdown.ts";
import { pending } from "./pending.ts";
import { formatPlanMarkdown } from "./plan-markdown.ts";
import { formatPlan } from "./plan-text.ts";
import { shorten } from "./shorten.ts";
import { stickComment, type Comments } from "./stick.ts";
import type { TenantPlan } from "./tenant-plan.ts";

const NGINX = "docker.io/omnileads/nginx:latest";
const upgrade = planOf({}, { digests: { [NGINX]: digestOf("a") } });
const plan = aFleetPlan([upgrade]);
const many = (count: number): readonly TenantPlan[] =>
  Array.from({ length: count }, (_, index) => ({ ...upgrade, tenant: `tenant-${index}` }));

describe("the comment's text", () => {
  test("says class, images, restarts and impact, and holds the fingerprint for people and for the deploy", () => {
    const body = commentBody(plan);
    for (const text of [
      "## Plan: 1 upgrade",
      "**upgrade**",
      "web reconnects",
      "upgrade, restarts",
      "aaaaaaaaaaaa",
    ]) {
      expect(body).toContain(text);
    }
    expect(readMarker(body)).toEqual({ base: plan.base.commit, releases: { demo: upgrade.to }, omitted: 0 });
    expect(body).toContain(upgrade.to?.slice(0, 12));
  });

  test.each([1, 40, 300, 3000])("of %i tenants fits, and says what it leaves out", (count) => {
    const body = commentBody(aFleetPlan(many(count)));
    expect(body.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    const marker = readMarker(body);
    expect(Object.keys(marker?.releases ?? {}).length + (marker?.omitted ?? 0)).toBe(count);
    if (count < 300) return;
    expect(body).toContain("the job's summary has the whole plan");
    expect(body).toContain("<code>tenant-0</code>");
    expect(body).toContain(`<code>tenant-${count - 1}</code>`);
    expect(body.match(/<details>/g)?.length).toBe(body.match(/<\/details>/g)?.length);
  });

  test("the summary has room for all of them", () => {
    const text = formatPlanMarkdown(aFleetPlan(many(300)), 900_000);
    expect(text.match(/<details>/g)).toHaveLength(300);
  });

  test("what is no marker is none", () => {
    for (const body of ["", "hello", "<!-- oml-plan {} -->", "<!-- oml-plan nonsense"]) {
      expect(readMarker(body)).toBeUndefined();
    }
  });
});

describe("which comment it is", () => {
  const body = commentBody(plan);
  const comment = (id: number, author: string, text = body) => ({ id, author, body: text });

  test("one with the marker, by the same author: the oldest of them", () => {
    const comments = [
      comment(1, "mallory"),
      comment(2, "bot", "hello"),
      comment(5, "bot"),
      comment(4, "bot"),
    ];
    expect(findComment(comments, "bot")?.id).toBe(4);
    expect(findComment(comments, "other")).toBeUndefined();
  });

  test("a new one only where the change does something; an old one is kept true", () => {
    const quiet = aFleetPlan([planOf({})]);
    expect(commentAction(plan, [], "bot").kind).toBe("create");
    expect(commentAction(quiet, [], "bot").kind).toBe("leave");
    expect(commentAction(quiet, [comment(4, "bot")], "bot")).toMatchObject({ kind: "update", id: 4 });
    expect(commentAction(plan, [comment(4, "bot")], "bot").kind).toBe("leave");
  });

  test("ten runs leave one comment", async () => {
    const comments: { id: number; author: string; body: string }[] = [comment(1, "mallory")];
    const done = (one: { id: number; author: string; body: string }) =>
      ({ ok: true, value: { ...one, url: "" } }) as const;
    const api: Comments = {
      whoAmI: async () => "bot",
      comments: async () => ({ ok: true, value: comments.map((one) => ({ ...one, url: "" })) }),
      createComment: async (_issue, text) => {
        const made = comment(comments.length + 1, "bot", text);
        comments.push(made);
        return done(made);
      },
      updateComment: async (id, text) => {
        const found = comments.find((one) => one.id === id) ?? comment(0, "");
        found.body = text;
        return done(found);
      },
    };
    const ends: string[] = [];
    for (let run = 0; run < 10; run += 1)
      ends.push((await stickComment(aFleetPlan(many(run + 1)), 7, api)).kind);
    expect(new Set(ends.slice(1))).toEqual(new Set(["updated"]));
    expect(comments).toHaveLength(2);
    expect(comments[0]?.body).toBe(body);
  });
});

/** What GitHub makes of Markdown's text before it looks for mentions and references. */
const decoded = (markdown: string) =>
  markdown.replace(/&#(\d+);/g, (_all, number: string) => String.fromCodePoint(Number(number)));
const hostile = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc
    .array(
      fc.constantFrom(
        "@acme/sre",
        "@ann",
        "#12",
        "GH-7",
        "|",
        "\n",
        "`",
        "<b>",
        "-->",
        "](x)",
        "https://x.y",
        "www.x.y",
        "a@b.example",
        "deadbeefdeadbeef",
        "~~~",
        "\\",
        "&#64;ann",
        "&lt;",
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join("")),
);

describe("text of a tenant's files", () => {
  test("cannot mention, refer, link, mark up or break a table", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const markdown of [defused(text), code(text).slice("<code>".length, -"</code>".length)]) {
          expect(markdown).not.toMatch(/[|\n\r`<>[\]@*_~\\]|:\/\/|www\./i);
          expect(decoded(markdown)).not.toMatch(/@[\w-]|#\d|:\/\/|www\./i);
        }
        expect(decoded(defused(text))).not.toMatch(/\bgh-\d|[0-9a-f]{7}/i);
      }),
    );
  });

  test("in a plan's tables leaves every row its cells", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const hosts = upgrade.hosts.map((host) => ({
          ...host,
          components: host.components.map((component) => ({
            ...component,
            files: [text],
            image: {
              from: { image: text, tag: text, digest: digestOf("a") },
              to: { image: "i", tag: text, digest: text },
            },
          })),
        }));
        const pendings = pending([{ ...RECORD, reason: text }], new Map([["demo", "f"]]));
        const body = formatPlanMarkdown(
          aFleetPlan([{ ...upgrade, hosts, notes: [text] }], {
            pending: pendings.map((one) => ({ ...one, plan: null })),
            unreadable: [text],
            base: { commit: "b".repeat(40), why: text },
          }),
          LONGEST_COMMENT,
        );
        const rows = body.split("\n").filter((line) => line.startsWith("|"));
        const widths = new Set(rows.map((line) => line.split("|").length));
        expect([...widths].every((width) => width === 7 || width === 5)).toBe(true);
        expect(decoded(body.replace(/<code>.*?<\/code>/g, ""))).not.toMatch(/@[a-z]|#\d/i);
        expect(formatPlan(aFleetPlan([{ ...upgrade, hosts, notes: [text] }]))).not.toMatch(/\u001b|\r/);
      }),
      { numRuns: 50 },
    );
  });
});

const RECORD = {
  tenant: "demo",
  outcome: "postponed",
  commit: "2".repeat(40),
  release: "f",
  finished: "2026-01-02T00:00:00Z",
  since: "2026-01-01T00:00:00Z",
  run: "https://github.example/run/1",
  reason: "3 calls",
} as const;

describe("changes from before", () => {
  const good = {
    ...RECORD,
    outcome: "deployed",
    commit: "1".repeat(40),
    release: "e",
    finished: "2026-01-01T00:00:00Z",
  } as const;
  const released = new Map([["demo", "f"]]);

  test("are those of a tenant whose last record is not good, against its last good one", () => {
    expect(pending([good, RECORD], released)).toMatchObject([
      { tenant: "demo", outcome: "postponed", runs: good.commit },
    ]);
    expect(pending([RECORD], released)).toMatchObject([{ runs: null }]);
  });

  test("are those of a tenant that runs another release than its branch says", () => {
    expect(pending([good], released)).toMatchObject([{ outcome: "deployed", runs: good.commit }]);
    expect(pending([{ ...good, release: "f" }], released)).toEqual([]);
  });

  test("of tenants without a record nothing is known", () => expect(pending([], released)).toEqual([]));

  test("are counted in and listed apart", () => {
    const [one] = pending([good, RECORD], released);
    if (one === undefined) throw new Error("nothing is pending");
    const told = aFleetPlan([planOf({})], { pending: [{ ...one, plan: upgrade }] });
    expect(readMarker(commentBody(told))?.releases).toEqual({ demo: upgrade.to });
    expect(commentBody(told)).toContain("*from before:* postponed; all together **upgrade**");
    expect(formatPlan(told)).toContain("merged earlier, not applied: postponed");
  });
});

test("a list is shortened in its middle, and never beyond its room", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat(60), (texts, room) => {
      const { first, last, omitted } = shorten(texts, room);
      expect(first.length + last.length + omitted).toBe(texts.length);
      expect([...first, ...last].reduce((sum, text) => sum + text.length + 1, 0)).toBeLessThanOrEqual(room);
      expect([...texts.slice(0, first.length), ...texts.slice(texts.length - last.length)]).toEqual([
        ...first,
        ...last,
      ]);
    }),
  );
});
