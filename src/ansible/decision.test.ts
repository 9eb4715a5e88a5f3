import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DECISION_TASK, openDecisionDesk } from "./decision.ts";

const folder = mkdtempSync(join(tmpdir(), "oml-decision-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a host hears; rejects where it is nothing. */
async function hear(path: string, host: string): Promise<unknown> {
  const said = await new Promise<string>((resolve, reject) => {
    let text = "";
    const connection = createConnection(path, () => connection.write(`${host}\n`));
    connection.on("data", (data) => (text += data.toString())).on("error", reject);
    connection.on("close", () => {
      resolve(text);
    });
  });
  return JSON.parse(said) as unknown;
}

describe("openDecisionDesk", () => {
  it("tells each host its own variables, whether it asked before or after the decision", async () => {
    const path = join(folder, "goes-on");
    const desk = await openDecisionDesk(path);
    const early = hear(path, "app");
    desk.decide({ app: { oml_transaction: 17 }, voice: { oml_transaction: 18 } });
    expect(await early).toEqual({ variables: { oml_transaction: 17 } });
    expect(await hear(path, "voice")).toEqual({ variables: { oml_transaction: 18 } });
    expect(await hear(path, "another")).toEqual({ variables: null });
    desk.close();
  });

  it("says that nothing follows, and nothing at all once it is closed", async () => {
    const path = join(folder, "ends");
    const desk = await openDecisionDesk(path);
    desk.decide(null);
    expect(await hear(path, "app")).toEqual({ variables: null });
    desk.close();
    await expect(hear(path, "app")).rejects.toThrow();
  });
});

it("knows the task that waits by the name it has in ask.yml", () => {
  const playbook = readFileSync(join(import.meta.dirname, "../../playbooks/ask.yml"), "utf8");
  expect(playbook).toContain(`- name: ${DECISION_TASK}\n`);
});
