/** Ansible loads itself for longer than a run needs to know its hosts, so a run that is waited for begins with that. */
import { makeRunFolder, type RunFolder } from "../ansible/run-folder.ts";
import { startPlaybook, type Started } from "../ansible/start.ts";
import type { Playbook } from "../deploy/edges.ts";
import { ROOT } from "../files/root.ts";

/** A playbook that was begun before anybody knows whom it is for, and the folder of the run. */
export interface Early {
  readonly folder: RunFolder;
  readonly started: Started;
}

/** Works with such a playbook, and leaves nothing of it behind: where it was told no hosts, none was contacted. */
export async function withEarly<T>(
  playbook: Playbook,
  ansible: string,
  sshKey: string | undefined,
  work: (early: Early) => Promise<T>,
): Promise<T> {
  const folder = makeRunFolder(process.env);
  const key = sshKey === undefined ? {} : { sshKey };
  const settings = { root: ROOT, ansible, playbook, environment: process.env, ...key };
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
