/** Ansible loads itself for longer than a deploy needs to know its hosts, so a deploy begins with that. */
import { makeRunFolder, type RunFolder } from "../ansible/run-folder.ts";
import { startPlaybook, type Started } from "../ansible/start.ts";
import { ROOT } from "../files/root.ts";

/** A question that was begun before anybody knows whom it is for, and the folder of the run. */
export interface Early {
  readonly folder: RunFolder;
  readonly started: Started;
}

/** Works with such a question, and leaves nothing of it behind: where it was never asked, no host was contacted. */
export async function withEarly<T>(
  ansible: string,
  sshKey: string | undefined,
  work: (early: Early) => Promise<T>,
): Promise<T> {
  const folder = makeRunFolder(process.env);
  const key = sshKey === undefined ? {} : { sshKey };
  const settings = { root: ROOT, ansible, playbook: "ask.yml", environment: process.env, ...key };
  const started = await startPlaybook(settings, folder);
  try {
    return await work({ folder, started });
  } finally {
    started.process.kill();
    await started.process.ended.catch(() => undefined);
    started.desk.close();
    folder.remove();
  }
}
