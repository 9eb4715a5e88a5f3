/** A tenant that is restored again and again, and what it serves: its old or its new data. */
import type { Fleet, Run } from "./fleet.ts";
import { loginStatus } from "./observe.ts";
import { bash, DIALPLAN, Sets, sql, type SetReport } from "./sets.ts";

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
  readonly #fleet: Fleet;
  #set = "";

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
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
    await bash(`echo '; ${word}' >${DIALPLAN}`, "demo-voice");
  }

  /** Calls `oml restore` for demo, confirmed. */
  run(...args: readonly string[]): Promise<SetReport & Run> {
    return this.sets.run("restore", "demo", "--confirm", "demo", ...args);
  }

  /** Restores the set. */
  restore(...args: readonly string[]) {
    return this.run("--set", this.#set, ...args);
  }

  /** Begins to restore it, and kills the runner once that condition holds (see `Sets.loseRunner`). */
  loseRunner(condition: string): Promise<void> {
    return this.sets.loseRunner(condition, "restore", "--confirm", "demo", "--set", this.#set);
  }

  /** Takes a set while what was kept of a restore is due to go at once. */
  async expire(): Promise<SetReport & Run> {
    this.#fleet.keepFormer("demo", "1s");
    try {
      return await this.sets.run("backup", "demo");
    } finally {
      this.#fleet.keepFormer("demo", null);
    }
  }

  /**
   * What the tenant serves: the word in its database, in a setting of it too, and in Asterisk's files, its login page's
   * status, and whether Asterisk runs (`active`).
   */
  async serves(): Promise<Served> {
    const [data, files, login, asterisk] = await Promise.all([
      sql("SELECT note FROM restored WHERE note = current_setting('oml.word');"),
      bash(`cat ${DIALPLAN}`, "demo-voice"),
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
}
