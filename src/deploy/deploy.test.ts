import { describe, expect, it } from "vitest";
import { check } from "./check.ts";
import { deploy } from "./deploy.ts";
import { answers, books, both, end, event, order, recorded } from "./testing-edges.ts";
import {
  aComponentAnswer,
  aDeed,
  aJournal,
  anAnswer,
  APP,
  aStep,
  NO_WISHES,
  PREPARED,
  SOURCE,
  VOICE,
} from "./testing.ts";

const nginxOld = {
  components: [
    aComponentAnswer({ name: "postgresql" }),
    aComponentAnswer({ name: "nginx", differs: ["image"] }),
  ],
};

const postgresql = aComponentAnswer({ name: "postgresql" });

describe("deploy", () => {
  it("tells where its release comes from, and refuses to go behind what a host runs", async () => {
    const source = { commit: "d".repeat(40), unreviewed: null };
    const committed = { transaction: 16, release: "b".repeat(64), source, schema: { fingerprint: "0123" } };
    const edges = { ...recorded(answers({}, { committed })), relationTo: async () => "older" as const };
    const report = await deploy(order, edges);
    expect(report).toMatchObject({ outcome: "refused", source: SOURCE, schema: "0123" });
    expect(report.images["asterisk"]).toEqual({ tag: "latest", digest: `sha256:${"1".repeat(64)}` });
  });

  it("asks once where nothing differs", async () => {
    const edges = recorded(answers());
    const report = await deploy(order, edges);
    expect(report).toMatchObject({ format: 1, tenant: "demo", outcome: "unchanged", transaction: null });
    expect(report.components.map(({ name, action }) => `${name} ${action}`)).toEqual([
      "postgresql unchanged",
      "nginx unchanged",
      "asterisk unchanged",
    ]);
    expect(books(edges)).toEqual(["ask.yml"]);
  });

  it("has hosts note a newer commit of the release they run, and asks again where another run came between", async () => {
    const source = { commit: "b".repeat(40), unreviewed: null };
    const committed = { transaction: 16, release: "a".repeat(64), source, schema: null };
    const noted = recorded(answers({ committed }), end(event(APP, aStep("note"))));
    expect(await deploy(order, noted)).toMatchObject({ outcome: "unchanged", transaction: null });
    expect(noted.plays[1]).toMatchObject({
      playbook: "note.yml",
      hosts: [{ name: APP, variables: { oml_transaction: 17, oml_token: "fresh-token" } }],
    });
    const refusal = end(event(APP, aStep("note", { ok: false, status: "refused" })));
    const raced = recorded(answers({ committed }), refusal, answers());
    expect(await deploy(order, raced)).toMatchObject({ outcome: "unchanged" });
    expect(books(raced)).toEqual(["ask.yml", "note.yml", "ask.yml"]);
    const never = recorded(...Array.from({ length: 20 }, () => [answers({ committed }), refusal]).flat());
    expect(await deploy(order, never)).toMatchObject({ outcome: "postponed" });
    const lost = recorded(answers({ committed }), end(event(APP, undefined, { unreachable: true })));
    expect(await deploy(order, lost)).toMatchObject({ outcome: "unreachable" });
  });

  it("deploys what differs under one number and token on both hosts", async () => {
    const apply = aStep("apply", { components: [aDeed("nginx", "restarted")] });
    const edges = recorded(
      answers(nginxOld),
      end(
        ...[aStep("stage"), apply, aStep("commit")].map((step) => event(APP, step)),
        ...[aStep("stage"), aStep("apply"), aStep("commit")].map((step) => event(VOICE, step)),
      ),
    );
    const report = await deploy(order, edges);
    expect(report).toMatchObject({ outcome: "deployed", transaction: 17 });
    expect(report.components).toMatchObject([
      { name: "nginx", host: APP, action: "restarted", tag: "latest" },
      { name: "postgresql", host: APP, action: "unchanged" },
      { name: "asterisk", host: VOICE, action: "unchanged" },
    ]);
    const variables = { oml_transaction: 17, oml_token: "fresh-token" };
    expect(edges.plays[0]).toMatchObject({ playbook: "ask.yml", goesOn: true });
    expect(edges.plays[1]).toMatchObject({
      playbook: "deploy.yml",
      hosts: [
        { name: APP, variables: { ...variables, oml_phases: ["edge"] } },
        { name: VOICE, variables: { ...variables, oml_phases: [] } },
      ],
      variables: { oml_by: "ann@laptop", oml_now: false, oml_new_data: false },
    });
  });

  it("prepares only the hosts that need it, then asks again", async () => {
    const edges = recorded(answers({}, { prepared: null }), end(), answers());
    expect((await deploy(order, edges)).outcome).toBe("unchanged");
    expect(books(edges)).toEqual(["ask.yml", "prepare.yml", "ask.yml"]);
    expect(edges.plays[1]).toMatchObject({
      hosts: [{ name: VOICE }],
      variables: { oml_time_zone: "UTC", oml_prepared: PREPARED },
    });
  });

  it("prepares once where a person asks for it", async () => {
    const edges = recorded(answers(), end(), answers());
    const report = await deploy({ ...order, wishes: { ...NO_WISHES, prepare: true } }, edges);
    expect(report.outcome).toBe("unchanged");
    expect(books(edges)).toEqual(["ask.yml", "prepare.yml", "ask.yml"]);
  });

  it("does not prepare for ever", async () => {
    const edges = recorded(answers({ prepared: null }), end(), answers({ prepared: null }));
    expect(await deploy(order, edges)).toMatchObject({ outcome: "failed" });
  });

  it("says which task of the preparation failed", async () => {
    const failed = event(APP, undefined, {
      task: "Install podman",
      failed: true,
      message: "no such package",
    });
    const edges = recorded(answers({ prepared: null }), { ...end(failed), code: 2 });
    const report = await deploy(order, edges);
    expect(report).toMatchObject({ outcome: "failed" });
    expect(report.reason).toBe(`${APP}, 'Install podman': no such package; no component was touched.`);
  });

  it("puts back what another release left open, then deploys", async () => {
    const open = { ...nginxOld, journal: aJournal({ same: false, token: "theirs" }) };
    const edges = recorded(
      answers(open),
      end(event(APP, aStep("put_back"))),
      answers({ ...nginxOld, last_transaction: 17 }),
      both(aStep("stage"), aStep("apply"), aStep("commit")),
    );
    expect(await deploy(order, edges)).toMatchObject({ outcome: "deployed", transaction: 18 });
    expect(edges.plays[1]).toMatchObject({
      playbook: "put_back.yml",
      hosts: [{ name: APP, variables: { oml_transaction: 17, oml_token: "theirs" } }],
    });
  });

  it("puts back itself what the playbook could not, and holds what failed", async () => {
    const components = [aDeed("nginx", "restarted")];
    const failed = aStep("apply", {
      ok: false,
      status: "failed",
      message: "nginx {{ is sick }}",
      error: { component: "nginx", probe: null, message: "nginx {{ is sick }}", log: [] },
      components,
    });
    const back = aStep("put_back", { components: [aDeed("nginx", "put back")] });
    const edges = recorded(answers(nginxOld), both(aStep("stage"), failed), both(back));
    expect(await deploy(order, edges)).toMatchObject({ outcome: "rolled-back" });
    expect(edges.plays[2]).toMatchObject({
      playbook: "put_back.yml",
      variables: { oml_hold: true, oml_reason: "nginx is sick" },
    });
  });

  it.each([
    [
      "unreachable",
      { unreachable: true, message: "Host key verification failed." },
      "Host key verification failed",
    ],
    ["failed", { failed: true, message: "MODULE FAILURE" }, "MODULE FAILURE"],
  ] as const)("ends %s where a host gives no answer", async (outcome, rest, words) => {
    const edges = recorded(end(event(APP, anAnswer("app")), event(VOICE, undefined, rest)));
    const report = await deploy(order, edges);
    expect(report.outcome).toBe(outcome);
    expect(report.reason).toContain(`${VOICE} `);
    expect(report.reason).toContain(`${words}; nothing was changed.`);
  });

  it("tells Ansible's own last words where it did not even start", async () => {
    const edges = recorded({ results: [], code: 4, noise: ["ERROR! no such plugin"] });
    expect((await deploy(order, edges)).reason).toContain("exit code 4: ERROR! no such plugin");
  });

  it("does not believe an answer it does not understand", async () => {
    const strange = { ...anAnswer("voice"), components: "none" };
    const report = await deploy(order, recorded(end(event(APP, anAnswer("app")), event(VOICE, strange))));
    expect(report).toMatchObject({ outcome: "failed" });
    expect(report.reason).toContain("components");
  });
});

describe("check", () => {
  it("asks, and does nothing else", async () => {
    const edges = recorded(answers({ ...nginxOld, prepared: null }));
    const report = await check({ ...order, wishes: { ...NO_WISHES, check: true } }, edges);
    expect(report).toMatchObject({
      check: true,
      would: "deploy",
      first: [`prepare ${APP}`],
      changes: [{ component: "nginx", effect: "restart", because: ["image"], impact: "web" }],
    });
    expect(books(edges)).toEqual(["ask.yml"]);
  });
});

describe("a deploy that touches no component", () => {
  const written = "the tenant's marker on omnileads-app, volume oml_postgres of omnileads-app";
  const unmarked = answers({ marker: null, volumes: [{ name: "oml_postgres", marker: "missing" }] });
  const done = both(aStep("stage"), aStep("apply"), aStep("commit"));

  it("says which markers it would write, and which it wrote", async () => {
    const checked = await check({ ...order, wishes: { ...NO_WISHES, check: true } }, recorded(unmarked));
    expect(checked).toMatchObject({ would: "deploy", changes: [] });
    expect(checked.reason).toBe(
      `A deploy would restart nothing and write only ${written}; nothing was changed now.`,
    );
    const report = await deploy(order, recorded(unmarked, done));
    expect(report).toMatchObject({ outcome: "deployed" });
    expect(report.reason).toBe(`Nothing had to be restarted; only ${written} was written.`);
  });

  it("says so where nothing was left but to note the release", async () => {
    const report = await deploy(order, recorded(answers({ committed: null }), done));
    expect(report.reason).toBe("Nothing had to be restarted; only a note of this release was written.");
  });

  it("names what was only enabled at boot", async () => {
    const nginx = aComponentAnswer({ name: "nginx", differs: ["disabled"] });
    const enabled = { ...aDeed("nginx", "unchanged"), because: ["disabled"] };
    const { results } = both(aStep("stage"), aStep("commit"));
    const steps = end(event(APP, aStep("apply", { components: [enabled] })), ...results);
    const report = await deploy(order, recorded(answers({ components: [postgresql, nginx] }), steps));
    expect(report.reason).toBe("Nothing had to be restarted; enabled at boot: nginx.");
  });
});
