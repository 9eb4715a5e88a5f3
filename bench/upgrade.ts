/** An upgrade of one component, its images present: how long beside the component's own start, and what it interrupts. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { enter, up } from "../lab/lab.ts";
import { Fleet, finish, type Result, type Run } from "../tests/e2e/fleet.ts";
import { allInvocations, restarted } from "../tests/e2e/observe.ts";
import { atLeast, atMost, comparison, median, type Figure } from "./figure.ts";
import type { Answered } from "./load/requests.ts";

const TAGS = ["ff63617b", "face6cfa"] as const;
const RUNS = 5;
const RATE = 50;
const PAGE = "https://192.0.2.11/accounts/login/";

/** What one upgrade took, in seconds, and what it restarted. */
interface Upgrade {
  readonly wall: number;
  /** From the order to restart to the last probe that passed, as the host says. */
  readonly start: number;
  readonly restarts: readonly string[];
}

/** Upgrades nginx back and forth, then asterisk under load, and measures both. */
export async function measure(): Promise<readonly Figure[]> {
  await up();
  const fleet = new Fleet();
  // Each host runs both images once, so that no upgrade has to fetch one.
  for (const tag of TAGS) {
    for (const component of ["nginx", "asterisk"]) fleet.set("demo", `${component}_version`, tag);
    await fleet.converge("demo", "--retry");
  }
  const upgrades: Upgrade[] = [];
  for (let run = 0; run < RUNS; run += 1)
    upgrades.push(await upgrade(fleet, "nginx", TAGS[run % 2] ?? TAGS[0]));
  const asked = ask();
  const voice = await upgrade(fleet, "asterisk", TAGS[0]);
  const answered = await asked.end();
  fleet.remove();
  return [...nginxFigures(upgrades), ...voiceFigures(voice, answered)];
}

async function upgrade(fleet: Fleet, component: string, tag: string): Promise<Upgrade> {
  fleet.set("demo", `${component}_version`, tag);
  await fleet.lock("demo");
  const before = await allInvocations();
  const began = performance.now();
  const result = await fleet.deploy("demo");
  const wall = (performance.now() - began) / 1000;
  if (result.outcome !== "deployed")
    throw new Error(`expected deployed, got ${result.outcome}: ${result.reason}`);
  const restarts = restarted(before, await allInvocations());
  return { wall, start: startOf(result, component), restarts };
}

function startOf(result: Result, component: string): number {
  const seconds = result.components.find(({ name }) => name === component)?.seconds;
  if (seconds === undefined) throw new Error(`the report does not say how long ${component} took to start`);
  return seconds;
}

/** Begins to ask the login page; `end` stops and says what became of it. */
function ask(): { readonly end: () => Promise<Answered> } {
  const program = join(import.meta.dirname, "load", "requests.ts");
  const [file = "", ...args] = enter([process.execPath, program, PAGE, String(RATE)]);
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
  const run: Promise<Run> = finish(child);
  return {
    end: async () => {
      child.stdin.end();
      return JSON.parse((await run).stdout) as Answered;
    },
  };
}

function nginxFigures(upgrades: readonly Upgrade[]): readonly Figure[] {
  const beside = upgrades.map(({ wall, start }) => wall - start);
  return [
    atMost("nginx: wall without its own start, median", round(median(beside)), "s", 4),
    comparison("nginx: wall, median", round(median(upgrades.map(({ wall }) => wall))), "s"),
    comparison("nginx: its own start, median", round(median(upgrades.map(({ start }) => start))), "s"),
    atMost("nginx: other units restarted, most", mostOthers(upgrades, "demo-app/nginx"), "units", 0),
  ];
}

function voiceFigures(voice: Upgrade, { sent, answered, slowest, others }: Answered): readonly Figure[] {
  if (answered < sent) console.error(`not answered: ${JSON.stringify(others)}`);
  return [
    atMost("asterisk: wall without its own start", round(voice.wall - voice.start), "s", 4),
    comparison("asterisk: its own start", round(voice.start), "s"),
    atMost("asterisk: other units restarted", mostOthers([voice], "demo-voice/asterisk"), "units", 0),
    atLeast(`requests answered at ${String(RATE)}/s meanwhile`, round((100 * answered) / sent), "%", 99.9),
    comparison("requests sent meanwhile", sent, "requests"),
    comparison("slowest answer", slowest, "ms"),
  ];
}

/** The most units that restarted beside the one that was to; throws where that one did not. */
function mostOthers(upgrades: readonly Upgrade[], unit: string): number {
  if (!upgrades.every(({ restarts }) => restarts.includes(unit))) throw new Error(`${unit} did not restart`);
  return Math.max(...upgrades.map(({ restarts }) => restarts.length - 1));
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
