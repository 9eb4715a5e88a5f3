/** What the log shows of a shard: a line a step while it runs, each tenant's whole output at its end; no secret. */
import { randomBytes } from "node:crypto";
import { appendFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { redactor, secretForms } from "../deploy/redact.ts";
import { revealSecrets } from "../files/reveal-secrets.ts";
import { annotation, folded, harmlessLine } from "./log-text.ts";
import type { Runner } from "./ports.ts";
import type { Means } from "./ready.ts";

/** The secrets a job is given. */
export interface JobSecrets {
  readonly sshKey: string;
  readonly vaultPassword: string;
  readonly token: string;
}

/** A tenant's last word. */
export interface LastWord {
  readonly tenant: string;
  /** `acme: deployed (12.3 s)` */
  readonly verdict: string;
  readonly reason: string;
  /** What a component said that failed. */
  readonly log?: readonly string[];
  /** How the run's page shows it; absent: not at all. */
  readonly annotate?: "warning" | "error";
}

/** The log of a shard's job. */
export class ShardLog {
  readonly #runner: Runner;
  readonly #means: Means;
  readonly #vaultPassword: string;
  readonly #width: number;
  readonly #secrets: Set<string>;
  redact: (text: string) => string;

  constructor(runner: Runner, means: Means, tenants: readonly string[], given: JobSecrets) {
    this.#runner = runner;
    this.#means = means;
    this.#vaultPassword = given.vaultPassword;
    this.#width = Math.max(...tenants.map(({ length }) => length));
    this.#secrets = new Set([given.sshKey, given.vaultPassword, given.token]);
    this.redact = redactor(this.#secrets);
  }

  /** Before a tenant says its first word: what its vault and files hold. */
  hideSecretsOf(tenant: string): void {
    const found = revealSecrets(this.#means.directory, tenant, this.#vaultPassword);
    const fresh = found.filter((value) => !this.#secrets.has(value));
    for (const secret of fresh) this.#secrets.add(secret);
    hideSecrets(this.#runner, fresh);
    this.redact = redactor(this.#secrets);
  }

  /** Where what a tenant says is kept. */
  fileOf(tenant: string): string {
    return join(this.#means.temp, `${tenant}.log`);
  }

  /** A line that a tenant says, as it says it. */
  live(tenant: string, line: string): void {
    const said = line.trim().replace(`${tenant}: `, "");
    const text = `${tenant.padEnd(this.#width)} | ${said}`;
    this.#runner.print(`${harmlessLine(this.redact(text))}\n`);
  }

  /** Adds to what a tenant said. */
  add(tenant: string, text: string): void {
    appendFileSync(this.fileOf(tenant), text, { mode: 0o600 });
  }

  /** What it said since its last word, and this one: in one write, so that nothing of another tenant comes between. */
  tell({ tenant, verdict, reason, log = [], annotate }: LastWord): void {
    const fold = this.#foldOf(tenant, `${verdict}: all it said`);
    const lines = [`${verdict}. ${reason}`, ...log.map((line) => `    | ${line}`)];
    const shown = lines.map((line) => harmlessLine(this.redact(line)));
    const note = annotate && annotation(annotate, verdict, harmlessLine(this.redact(reason)));
    this.#runner.print(`${fold}${shown.join("\n")}\n${note ?? ""}`);
  }

  /** What it said since its last word, where nothing is to be added to that. */
  fold(tenant: string, title: string): void {
    this.#runner.print(this.#foldOf(tenant, title));
  }

  #foldOf(tenant: string, title: string): string {
    const text = this.redact(takeText(this.fileOf(tenant)));
    return text === "" ? "" : folded(title, text, randomBytes(16).toString("hex"));
  }
}

/** Hides each secret in every form in which it might show itself. */
export function hideSecrets(runner: Runner, secrets: readonly string[]): void {
  for (const secret of secrets) {
    for (const form of secretForms(secret)) runner.hide(form);
  }
}

/** What a file holds, once. */
function takeText(file: string): string {
  try {
    const text = readFileSync(file, "utf8");
    rmSync(file);
    return text;
  } catch {
    return "";
  }
}
