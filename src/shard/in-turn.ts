/** Deals with a shard's tenants in their order, a few at a time. Pure. */

/** Calls `work` for each, at most `atOnce` under way together. */
export async function inTurn(
  tenants: readonly string[],
  atOnce: number,
  work: (tenant: string) => Promise<void>,
): Promise<void> {
  const waiting = [...tenants];
  const worker = async (): Promise<void> => {
    for (let tenant = waiting.shift(); tenant !== undefined; tenant = waiting.shift()) await work(tenant);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tenants.length) }, worker));
}
