import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DECISION_TASK, openDesk } from "./desk.ts";

const folder = mkdtempSync(join(tmpdir(), "oml-desk-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the desk answers; rejects where it is nothing. */
async function ask(path: string, question: string): Promise<unknown> {
  const said = await new Promise<string>((resolve, reject) => {
    let text = "";
    const connection = createConnection(path, () => connection.write(`${question}\n`));
    connection.on("data", (data) => (text += data.toString())).on("error", reject);
    connection.on("close", () => {
      resolve(text);
    });
  });
  return JSON.parse(said) as unknown;
}

describe("openDesk", () => {
  it("tells each host its own variables, whether it asked before or after the decision", async () => {
    const path = join(folder, "goes-on");
    const desk = await openDesk(path);
    const early = ask(path, "decision app");
    desk.decide({ app: { oml_transaction: 17 }, voice: { oml_transaction: 18 } });
    expect(await early).toEqual({ variables: { oml_transaction: 17 } });
    expect(await ask(path, "decision voice")).toEqual({ variables: { oml_transaction: 18 } });
    expect(await ask(path, "decision another")).toEqual({ variables: null });
    desk.close();
  });

  it("tells a run its hosts, whether they were known before or after it asked", async () => {
    const desk = await openDesk(join(folder, "hosts"));
    const early = ask(desk.path, "inventory");
    desk.tell('{"all":{"hosts":{}}}');
    expect(await early).toEqual({ all: { hosts: {} } });
    expect(await ask(desk.path, "inventory")).toEqual({ all: { hosts: {} } });
    desk.close();
  });

  it("says that nothing follows, and nothing at all once it is closed", async () => {
    const path = join(folder, "ends");
    const desk = await openDesk(path);
    desk.decide(null);
    expect(await ask(path, "decision app")).toEqual({ variables: null });
    desk.close();
    await expect(ask(path, "decision app")).rejects.toThrow();
  });
});

it("knows the task that waits by the name it has in ask.yml", () => {
  const playbook = readFileSync(join(import.meta.dirname, "../../playbooks/ask.yml"), "utf8");
  expect(playbook).toContain(`- name: ${DECISION_TASK}\n`);
});
