/** The job that holds the secrets: facts read, decided, then a plan shown, or the tenant restored; and told. */
import { decideApproval } from "../../../src/backup/approval.ts";
import { codeKeyOf, peopleOf } from "../../../src/backup/restore-request.ts";
import { restoreUnbegun, type RestoreReport } from "../../../src/backup/restore.ts";
import { readRestoreRecords } from "../../../src/github/restore-records.ts";
import { harmlessLine } from "../../../src/runner/log-text.ts";
import { readSshKey } from "../../../src/runner/ssh-key.ts";
import { askAnother } from "./ask-another.ts";
import type { Job, RestoreCase } from "./job.ts";
import { readFacts } from "./read-facts.ts";
import { restoreOne } from "./restore-one.ts";
import { tellEnd } from "./tell.ts";

/** Decides whether the restore may begin, and does what follows. */
export async function decideAndRestore(job: Job, stop: AbortSignal): Promise<void> {
  const read = await readCase(job);
  if (!read.ok) return tellEnd(job, refusal(job, `Nothing was done. ${read.sentence}`), "");
  const { found } = read;
  const approval = decideApproval(found.question);
  switch (approval.kind) {
    case "refused":
      return tellEnd(job, refusal(job, approval.sentence), "");
    case "ask":
      return askAnother(found, approval.why, stop);
    case "restore":
      return restoreOne(found, approval, stop);
  }
}

function refusal({ inputs: { typed } }: Job, sentence: string): RestoreReport {
  return restoreUnbegun(typed.tenant, typed.set, "refused", sentence);
}

type Read =
  { readonly ok: true; readonly found: RestoreCase } | { readonly ok: false; readonly sentence: string };

async function readCase(job: Job): Promise<Read> {
  const { runner, inputs } = job;
  const sshKey = readSshKey(inputs.sshKey);
  if (!sshKey.ok) return sshKey;
  const facts = await readFacts(job);
  if (!facts.ok) return facts;
  const { commit, github, approval, gate } = facts;
  const now = Date.now();
  const records = await readRestoreRecords(github, now);
  if (!records.ok)
    return {
      ok: false,
      sentence: `The records of restores cannot be read: ${records.message}. Run it again.`,
    };
  const { asked, used, ended, notes } = records.value;
  for (const note of notes) runner.print(`${harmlessLine(`Restore records: ${note}.`)}\n`);
  const key = codeKeyOf(sshKey.key, runner.run.repository);
  const { typed, passed } = inputs;
  const people = peopleOf(runner.run);
  const question = { typed, people, approval, gate, passed, asked, ended, used, key, now };
  return { ok: true, found: { job, question, ended, github, at: { commit, run: runner.run.url } } };
}
