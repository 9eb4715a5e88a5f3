/** Sends a check run to GitHub. */
import type { CheckRequest } from "./check-run.ts";
import type { GitHub, NoAnswer } from "./ports.ts";

/** The check run's page; or that the token may not write one; or what went wrong, one sentence. */
export type SendResult =
  | { readonly kind: "sent"; readonly url: string }
  | { readonly kind: "not-allowed" }
  | { readonly kind: "failed"; readonly message: string };

/** Creates the check run with the first request and updates it with the others. Never throws. */
export async function sendCheckRun(
  requests: readonly [CheckRequest, ...CheckRequest[]],
  github: Pick<GitHub, "createCheckRun" | "updateCheckRun">,
): Promise<SendResult> {
  const [first, ...others] = requests;
  const created = await github.createCheckRun(first);
  if (!created.ok) return notCreated(created);
  const { id, url } = created.value;
  for (const { name, output } of others) {
    const updated = await github.updateCheckRun(id, { name, output });
    if (!updated.ok) return { kind: "failed", message: `${updated.message}, half-way` };
  }
  return { kind: "sent", url };
}

/** To a token without `checks: write`, GitHub may say that there is no such thing. */
function notCreated({ fault, message }: NoAnswer): SendResult {
  const isForbidden = fault === "not-allowed" || fault === "not-found";
  return isForbidden ? { kind: "not-allowed" } : { kind: "failed", message };
}
