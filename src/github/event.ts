/** What the payload of an event says: which commits a run compares and where its checks belong. Pure. */
import { z } from "zod";

const repository = z.object({ full_name: z.string() });
const commit = z.object({ sha: z.string(), ref: z.string().optional(), repo: repository.nullish() });
const payloadSchema = z.object({
  before: z.string().optional(),
  pull_request: z.object({ number: z.int().optional(), base: commit, head: commit }).optional(),
  merge_group: z.object({ base_sha: z.string() }).optional(),
});

function read(payload: unknown): z.output<typeof payloadSchema> {
  const result = payloadSchema.safeParse(payload);
  return result.success ? result.data : {};
}

/** The commit that a pull request, a merge group or a push started from; undefined where there is none. */
export function baseOf(payload: unknown): string | undefined {
  const { pull_request, merge_group, before } = read(payload);
  const base = pull_request?.base.sha ?? merge_group?.base_sha ?? before;
  return base === undefined || /^0*$/.test(base) ? undefined : base;
}

/** The commit a check belongs to: a pull request's own head, not the merge that was checked out. */
export function headOf(payload: unknown, sha: string): string {
  return read(payload).pull_request?.head.sha ?? sha;
}

const repositorySchema = z.object({ repository: z.object({ default_branch: z.string() }) });

/** The repository's default branch; undefined where the payload does not name it. */
export function defaultBranchOf(payload: unknown): string | undefined {
  return repositorySchema.safeParse(payload).data?.repository.default_branch;
}

/** The pull request an event is of. */
export interface EventPull {
  readonly number: number;
  /** The branch it goes to. */
  readonly base: string;
  /** Whether it comes from another repository, or from one that is gone: its token may write nothing. */
  readonly isFork: boolean;
}

/** The pull request of an event; undefined where it is of none. */
export function pullRequestOf(payload: unknown): EventPull | undefined {
  const { pull_request: pull } = read(payload);
  if (pull?.number === undefined) return undefined;
  const { number, base, head } = pull;
  const isFork = !head.repo || head.repo.full_name !== base.repo?.full_name;
  return { number, base: base.ref ?? "", isFork };
}
