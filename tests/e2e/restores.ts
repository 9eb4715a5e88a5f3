/** A tenant that is restored again and again, killed on the way: what it serves is always its old or its new data. */
import type { Fleet, Run } from "./fleet.ts";
import { arm, landed } from "./kills.ts";
import { eventually, loginStatus } from "./observe.ts";
import { bash, Sets, sql, type SetReport } from "./sets.ts";

const CUSTOM = "/etc/asterisk/custom/oml_extensions_custom.conf";

/** A step that is killed, and its host. */
export interface Kill {
  readonly step: "load" | "halt" | "swap" | "undo";
  readonly host: "demo-app" | "demo-voice";
}

/** Every step of a restore that changes something, in order. */
export const STEPS: readonly Kill[] = [
  { step: "load", host: "demo-app" },
  { step: "load", host: "demo-voice" },
  { step: "halt", host: "demo-voice" },
  { step: "swap", host: "demo-app" },
  { step: "swap", host: "demo-voice" },
  { step: "undo", host: "demo-app" },
  { step: "undo", host: "demo-voice" },
];

/** What a tenant serves (see `Restores.serves`). */
interface Served {
  readonly data: string;
  readonly files: string;
  readonly login: number;
  readonly asterisk: string;
}

/** Demo, whose data say `then` in a set and `now` since. */
export class Restores {
  readonly sets: Sets;
  #set = "";

  constructor(fleet: Fleet) {
    this.sets = new Sets(fleet);
  }

  /** Takes the set, and changes the data after it; what an earlier test left kept is let go. */
  async begin(): Promise<string> {
    for (const word of ["--undo", "--accept"]) await this.run(word);
    await bash("rm -rf /etc/asterisk/custom_*", "demo-voice");
    await sql("CREATE TABLE IF NOT EXISTS restored (note text); TRUNCATE restored;");
    await this.#write("then");
    this.#set = await this.sets.take("demo");
    await this.#write("now");
    return this.#set;
  }

  async #write(word: string): Promise<void> {
    await sql(
      `DELETE FROM restored; INSERT INTO restored VALUES ('${word}'); ALTER DATABASE omnileads SET oml.word TO '${word}';`,
    );
    await bash(`echo '; ${word}' >${CUSTOM}`, "demo-voice");
  }

  /** Calls `oml restore` for demo, confirmed. */
  run(...args: readonly string[]): Promise<SetReport & Run> {
    return this.sets.run("restore", "demo", "--confirm", "demo", ...args);
  }

  /** Restores the set. */
  restore() {
    return this.run("--set", this.#set);
  }

  /**
   * What the tenant serves: the word in its database, in a setting of it too, and in Asterisk's files, its login page's
   * status, and whether Asterisk runs (`active`).
   */
  async serves(): Promise<Served> {
    const [data, files, login, asterisk] = await Promise.all([
      sql("SELECT note FROM restored WHERE note = current_setting('oml.word');"),
      bash(`cat ${CUSTOM}`, "demo-voice"),
      loginStatus("192.0.2.11"),
      bash("systemctl is-active asterisk", "demo-voice"),
    ]);
    return {
      data: data.stdout.trim(),
      files: files.stdout.trim().replace("; ", ""),
      login,
      asterisk: asterisk.stdout.trim(),
    };
  }

  /** Names of databases and folders beside the ones that run. */
  async leftovers(): Promise<string> {
    const names = await sql("SELECT datname FROM pg_database WHERE datname LIKE 'omnileads\\_%';");
    const folders = await bash("ls -d /etc/asterisk/custom_* 2>/dev/null", "demo-voice");
    return `${names.stdout}${folders.stdout}`.trim();
  }

  /** Goes back and accepts: the tenant is as `begin` left it. */
  async goBack(): Promise<void> {
    for (const word of ["--undo", "--accept"]) {
      const run = await this.run(word);
      if (run.code !== 0) throw new Error(`${word}: ${run.outcome}: ${run.reason}\n${run.stderr}`);
    }
  }

  /**
   * Restores and goes back, killed before the `at`-th side effect of each of these steps, one run after the other. Ends
   * as `begin` left the tenant; which kills came, and what is wrong after one.
   */
  async killed(
    steps: readonly Kill[],
    at: number,
  ): Promise<{ readonly came: readonly Kill[]; readonly wrong: readonly string[] }> {
    const wrong: string[] = [];
    const came: Kill[] = [];
    for (const [isUndo, served] of [
      [false, "then"],
      [true, "now"],
    ] as const) {
      const call = () => (isUndo ? this.run("--undo") : this.restore());
      for (const kill of steps.filter(({ step }) => (step === "undo") === isUndo)) {
        const trouble = await this.#killOne(kill, at, call);
        if (trouble === undefined) {
          await this.#beginAgain(isUndo);
          continue;
        }
        came.push(kill);
        wrong.push(...trouble);
      }
      const last = await call();
      if (last.code !== 0) wrong.push(`the next run: ${last.outcome}: ${last.reason}`);
      wrong.push(...(await this.#judge("after the next run", [served], true)));
    }
    await this.run("--accept");
    const left = await this.leftovers();
    return { came, wrong: left === "" ? wrong : [...wrong, `left behind: ${left}`] };
  }

  /** A run that was not killed has done what there was to do: all of it is to be done again. */
  async #beginAgain(isUndo: boolean): Promise<void> {
    if (!isUndo) return this.goBack();
    for (const run of [await this.run("--accept"), await this.restore()])
      if (run.code !== 0) throw new Error(`${run.outcome}: ${run.reason}\n${run.stderr}`);
  }

  /** What is wrong after one kill; undefined where it did not come. */
  async #killOne(
    { step, host }: Kill,
    at: number,
    call: () => Promise<Run>,
  ): Promise<readonly string[] | undefined> {
    await arm(host, `oml-restore-${step}`, { at });
    const { code } = await call();
    if ((await landed(host)).length === 0) return undefined;
    const lie = code === 0 ? [`killed in ${step} on ${host}, the run says it is done`] : [];
    return [...lie, ...(await this.#judge(`killed in ${step} on ${host}`, ["then", "now"]))];
  }

  /** The tenant serves one of these words within a minute; once all `isOver` calls too, which a killed stop may delay. */
  async #judge(when: string, words: readonly string[], isOver = false): Promise<readonly string[]> {
    let seen = await this.serves();
    const isWell = async (): Promise<boolean> => {
      seen = await this.serves();
      const isServed = words.includes(seen.data) && words.includes(seen.files) && seen.login === 200;
      return isServed && (!isOver || seen.asterisk === "active");
    };
    return (await eventually(isWell, 60)) ? [] : [`${when} it serves ${JSON.stringify(seen)}`];
  }
}
