/** An upgrade of one component, its images present: how long beside the component's own start, and what it interrupts. */
import { up } from "../lab/lab.ts";
import { Fleet, type Result } from "../tests/e2e/fleet.ts";
import { allInvocations, restarted } from "../tests/e2e/observe.ts";
import { atLeast, atMost, comparison, median, type Figure } from "./figure.ts";
import { askLoginPage } from "./load/login-page.ts";
import type { Answered } from "./load/requests.ts";

const TAGS = ["ff63617b", "face6cfa"] as const;
const RUNS = 5;
const RATE = 50;

/** What one upgrade took, in seconds, and what it restarted. */
interface Upgrade {
  readonly wall: number;
  /** From the order to restart to the last probe that passed, as the host says. */
  readonly start: number;
  readonly restarts: readonly string[];
}

/** Upgrades nginx and asterisk back and forth, then asterisk while the login page is asked for, and measures each. */
export async function measure(): Promise<readonly Figure[]> {
  await up();
  const fleet = new Fleet();
  // Each host runs both images once, so that no upgrade has to fetch one.
  for (const tag of TAGS) {
    for (const component of ["nginx", "asterisk"]) fleet.set("demo", `${component}_version`, tag);
    await fleet.converge("demo", "--retry");
  }
  const nginx = await backAndForth(fleet, "nginx");
  const asterisk = await backAndForth(fleet, "asterisk");
  const asked = askLoginPage(RATE);
  const busy = await upgrade(fleet, "asterisk", TAGS[RUNS % 2] ?? TAGS[0]);
  const answered = await asked.end();
  fleet.remove();
  return [
    ...figuresOf("nginx", "demo-app/nginx", nginx),
    ...figuresOf("asterisk", "demo-voice/asterisk", [...asterisk, busy]),
    ...loadFigures(busy, answered),
  ];
}

/** A component's upgrades, one after the other. */
async function backAndForth(fleet: Fleet, component: string): Promise<readonly Upgrade[]> {
  const upgrades: Upgrade[] = [];
  for (let run = 0; run < RUNS; run += 1)
    upgrades.push(await upgrade(fleet, component, TAGS[run % 2] ?? TAGS[0]));
  return upgrades;
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

function figuresOf(component: string, unit: string, upgrades: readonly Upgrade[]): readonly Figure[] {
  const beside = upgrades.map(({ wall, start }) => wall - start);
  return [
    atMost(`${component}: wall without its own start, median`, round(median(beside)), "s", 4),
    comparison(`${component}: wall, median`, round(median(upgrades.map(({ wall }) => wall))), "s"),
    comparison(`${component}: its own start, median`, round(median(upgrades.map(({ start }) => start))), "s"),
    atMost(`${component}: other units restarted, most`, mostOthers(upgrades, unit), "units", 0),
  ];
}

/** Who asks for the page shares this machine with the hosts and with Ansible, so that upgrade is timed for comparison. */
function loadFigures(
  busy: Upgrade,
  { sent, perSecond, answered, slowest, others }: Answered,
): readonly Figure[] {
  if (answered < sent) console.error(`not answered: ${JSON.stringify(others)}`);
  return [
    atLeast(
      `asterisk upgraded: requests answered at ${String(RATE)}/s`,
      round((100 * answered) / sent),
      "%",
      99.9,
    ),
    comparison("asterisk upgraded meanwhile: wall without its own start", round(busy.wall - busy.start), "s"),
    atLeast("requests sent meanwhile, a second", perSecond, "requests", 0.98 * RATE),
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
