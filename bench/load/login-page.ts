/** The login page of demo, asked at a steady rate by a process of its own while something else is measured. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { enter } from "../../lab/lab.ts";
import { finish } from "../../tests/e2e/fleet.ts";
import type { Answered } from "./requests.ts";

const PAGE = "https://192.0.2.11/accounts/login/";

/** Begins to ask, `rate` times a second, each waiting so many milliseconds; `end` stops and says what became of it. */
export function askLoginPage(rate: number, patience = 5_000): { readonly end: () => Promise<Answered> } {
  const program = join(import.meta.dirname, "requests.ts");
  const [file = "", ...args] = enter([process.execPath, program, PAGE, String(rate), String(patience)]);
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
  const run = finish(child);
  return {
    end: async () => {
      child.stdin.end();
      return JSON.parse((await run).stdout) as Answered;
    },
  };
}
