/** The first job: judges what was typed before a reviewer is asked, and says who has to want it. It has no secrets and contacts no host. */
import { sayInputs, type Gate } from "../../../src/backup/approval.ts";
import { peopleOf } from "../../../src/backup/restore-request.ts";
import { escapeMarkdown } from "../../../src/report/summary.ts";
import { harmlessLine } from "../../../src/runner/log-text.ts";
import type { Job } from "./job.ts";
import { readFacts } from "./read-facts.ts";

/** Checks it, and sets the commit that the other job reads. */
export async function checkRequest(job: Job): Promise<void> {
  const { runner, inputs } = job;
  const facts = await readFacts(job);
  if (!facts.ok) return runner.fail(harmlessLine(`Nothing was done. ${facts.sentence}`));
  const who = peopleOf(runner.run).logins.join(" and ");
  const { typed } = inputs;
  const text = `${who} asks for: ${sayInputs(typed)}. ${sayWhoDecides(facts.approval, facts.gate, typed.code)}`;
  runner.print(`${harmlessLine(text)}\n`);
  await runner.summarize(`${escapeMarkdown(text)}\n`);
  runner.setOutput("commit", facts.commit);
}

function sayWhoDecides(approval: "one" | "two", gate: Gate, code: string): string {
  if (approval === "one") return "No second person has to want it: fleet.yml says restore_approval: one.";
  if (gate.isGuarded) return "It begins when a reviewer approves the job Gate.";
  const why = `Since ${gate.why}, it takes two runs by two people`;
  return code === "" ? `${why}: this one shows a plan and a code.` : `${why}: this one gives a code.`;
}
