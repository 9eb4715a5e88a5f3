import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeRunFolder } from "../ansible/run-folder.ts";
import type { Play } from "../deploy/edges.ts";
import type { Tenant } from "../inventory/tenant.ts";
import type { DesiredState } from "../release/desired.ts";
import { openRuns, type Runs } from "./runs.ts";

const base = mkdtempSync(join(tmpdir(), "oml-runs-test-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const APP = "omnileads-app";
/** Asks for its hosts, says which playbook it was started with, waits where it is to, and says what it heard. */
const STAND_IN = `#!${process.execPath}
const [, desk, playbook] = process.argv.slice(2);
const ask = (question, hear) => {
  const connection = require("node:net").createConnection(desk, () => connection.write(question + "\\n"));
  connection.on("data", (data) => hear(JSON.parse(data)));
};
const say = (event) => console.log(JSON.stringify({ host: "${APP}", ...event }));
const result = (task, document) => say({ event: "result", task, result: document });
ask("inventory", ({ all }) => {
  result("start", { playbook: playbook.split("/").at(-1) });
  if (!all.vars.oml_decision_socket) return;
  say({ event: "task", task: "Hear what was decided" });
  ask("decision ${APP}", (decided) => result("heard", decided));
});
`;

/** Runs by the stand-in instead of Ansible. */
function open(): Runs & { readonly remove: () => void } {
  const ansible = join(base, "ansible-playbook");
  writeFileSync(ansible, STAND_IN);
  chmodSync(ansible, 0o755);
  const connection = { address: "192.0.2.11", port: 22, user: "root" };
  const tenant = { app: { name: APP, connection } } as unknown as Tenant;
  const desired = [{ host: APP } as unknown as DesiredState<string>];
  const folder = makeRunFolder({ RUNNER_TEMP: base });
  const telling = { say: () => undefined, redact: (text: string) => text };
  const runs = openRuns(
    { root: base, ansible, tenant, desired },
    folder,
    new AbortController().signal,
    telling,
  );
  return { ...runs, remove: folder.remove };
}

const ask: Play = {
  playbook: "ask.yml",
  hosts: [{ name: APP }],
  variables: { oml_thorough: false },
  goesOn: true,
};
const transaction: Play = {
  playbook: "deploy.yml",
  hosts: [{ name: APP, variables: { oml_transaction: 17 } }],
  variables: { oml_by: "ann" },
};
const documents = async (runs: Runs, play: Play): Promise<unknown> =>
  (await runs.play(play)).results.map(({ result }) => result);

describe("openRuns", () => {
  it("goes on with a transaction in the run that asked, and tells its results apart", async () => {
    const runs = open();
    expect(await documents(runs, ask)).toEqual([{ playbook: "ask.yml" }]);
    expect(await documents(runs, transaction)).toEqual([
      { variables: { oml_by: "ann", oml_transaction: 17 } },
    ]);
    expect(await documents(runs, transaction)).toEqual([{ playbook: "deploy.yml" }]);
    runs.remove();
  });

  it("starts anything else in a run of its own, once the one that waits has ended", async () => {
    const runs = open();
    expect(await documents(runs, ask)).toEqual([{ playbook: "ask.yml" }]);
    expect(await documents(runs, ask)).toEqual([{ playbook: "ask.yml" }]);
    expect(await documents(runs, { ...transaction, playbook: "put_back.yml" })).toEqual([
      { playbook: "put_back.yml" },
    ]);
    expect(await documents(runs, { ...ask, goesOn: undefined } as unknown as Play)).toHaveLength(1);
    expect(await documents(runs, transaction)).toEqual([{ playbook: "deploy.yml" }]);
    runs.remove();
  });

  it("ends the run that waits when nothing follows", async () => {
    const runs = open();
    await runs.play(ask);
    await runs.settle();
    await runs.settle();
    expect(await documents(runs, transaction)).toEqual([{ playbook: "deploy.yml" }]);
    runs.remove();
  });
});
