/** What changes between two desired states of a component, by the rules its host compares with. Pure. */
import type { DesiredComponent, HostFile, Text } from "../release/desired.ts";
import { parseEnvironment } from "../release/env-file.ts";
import { fingerprintOf } from "../release/fingerprint.ts";
import { UNLOCKED_DIGEST } from "../release/sketch.ts";
import { fillText } from "../release/text.ts";
import type { ComponentPlan, PlanClass, PlannedImage, VariableChange } from "./tenant-plan.ts";

type Desired = DesiredComponent<Text>;

/** What decides beside the two states. */
export interface ComponentTerms {
  /** Slots whose secret is written otherwise. */
  readonly touched: ReadonlySet<string>;
  /** Components that read a certificate which changes. */
  readonly readers: readonly string[];
  /** Whether a digest is older than the one before. */
  readonly isOlder: (component: string, from: string, to: string) => boolean;
}

const NOTHING = {
  environment: [],
  secrets: [],
  files: [],
  unit: false,
  certificates: false,
  checks: false,
} as const;

/** The plan of a component that one of the two states has, or both. */
export function compareComponent(
  before: Desired | undefined,
  after: Desired | undefined,
  terms: ComponentTerms,
): ComponentPlan | undefined {
  if (after === undefined) return before && removed(before);
  return before === undefined ? installed(after) : compare(before, after, terms);
}

function removed({ name, impact, image, tag }: Desired): ComponentPlan {
  const change = { from: imageOf({ image, tag }), to: null };
  const migrates = false;
  return { component: name, class: "removed", effect: "stop", image: change, ...NOTHING, impact, migrates };
}

function installed(after: Desired): ComponentPlan {
  const { name, impact } = after;
  const image = { from: null, to: imageOf(after) };
  const migrates = mayMigrate(after);
  return { component: name, class: "install", effect: "install", image, ...NOTHING, impact, migrates };
}

function compare(before: Desired, after: Desired, terms: ComponentTerms): ComponentPlan {
  const [from, to] = [imageOf(before), imageOf(after)];
  const isOther = isAnother(from, to);
  const found = {
    environment: compareEnvironment(before, after),
    secrets: readSecrets(after).filter((name) => terms.touched.has(name)),
    files: compareFiles(before, after),
    unit: hasOtherUnit(before, after),
    certificates: terms.readers.includes(after.name),
    checks: !isSame(checksOf(before), checksOf(after)),
  };
  const { environment, secrets, files, unit, certificates } = found;
  const isReconfigured = environment.length + secrets.length + files.length > 0 || unit || certificates;
  const isOlder = isOther && terms.isOlder(after.name, from.digest, to.digest);
  const isRenamed = from.tag !== to.tag;
  return {
    component: after.name,
    class: classOf(isOlder, isOther, isReconfigured || isRenamed || found.checks),
    effect: isOther || isReconfigured ? "restart" : "none",
    ...(isOther || isRenamed ? { image: { from, to } } : {}),
    ...found,
    impact: after.impact,
    migrates: isOther && mayMigrate(after),
  };
}

function classOf(isOlder: boolean, isOther: boolean, isReconfigured: boolean): PlanClass {
  if (isOlder) return "rollback";
  if (isOther) return "upgrade";
  return isReconfigured ? "reconfigure" : "unchanged";
}

/** Digests tell, or the tags where nobody locked one. */
function isAnother(from: PlannedImage, to: PlannedImage): boolean {
  if (from.image !== to.image || from.digest !== to.digest) return true;
  return to.digest === UNLOCKED_DIGEST && from.tag !== to.tag;
}

/** `docker.io/omnileads/nginx@sha256:…` and its tag, taken apart. */
function imageOf({ image, tag }: Pick<Desired, "image" | "tag">): PlannedImage {
  const [name = "", digest = ""] = image.split("@");
  return { image: name, tag, digest };
}

/** A component whose start waits for migrations. */
function mayMigrate({ busy }: Desired): boolean {
  return busy?.includes("migrate") ?? false;
}

function compareEnvironment(before: Desired, after: Desired): readonly VariableChange[] {
  const [old, wanted] = [variablesOf(before), variablesOf(after)];
  const names = [...new Set([...wanted.keys(), ...old.keys()])].sort();
  return names.flatMap((name): readonly VariableChange[] => {
    if (!old.has(name)) return [{ name, how: "added" }];
    if (!wanted.has(name)) return [{ name, how: "removed" }];
    return old.get(name) === wanted.get(name) ? [] : [{ name, how: "changed" }];
  });
}

function variablesOf({ files, env_file }: Desired): ReadonlyMap<string, string> {
  const content = files.find(({ path }) => path === env_file)?.content ?? [];
  return parseEnvironment(fillText(content, (secret) => `\0${secret}\0`));
}

function readSecrets({ files }: Desired): readonly string[] {
  const slots = files.flatMap(({ content }) =>
    content.flatMap((part) => (typeof part === "string" ? [] : [part.secret])),
  );
  return [...new Set(slots)].sort();
}

/** Files beside the environment and the unit. */
function compareFiles(before: Desired, after: Desired): readonly string[] {
  const [old, wanted] = [otherFiles(before), otherFiles(after)];
  const paths = [...new Set([...old.keys(), ...wanted.keys()])].sort();
  return paths.filter((path) => !isSame(old.get(path), wanted.get(path)));
}

function otherFiles(component: Desired): ReadonlyMap<string, HostFile<Text>> {
  const others = component.files.filter(
    ({ path }) => path !== component.env_file && path !== unitFile(component),
  );
  return new Map(others.map((file) => [file.path, file]));
}

function unitFile({ unit }: Desired): string {
  return `/etc/systemd/system/${unit}`;
}

/** Whether the unit differs in more than the image it runs. */
function hasOtherUnit(before: Desired, after: Desired): boolean {
  return unitWithoutImage(before) !== unitWithoutImage(after);
}

function unitWithoutImage(component: Desired): string {
  const file = component.files.find(({ path }) => path === unitFile(component));
  const text = fillText(file?.content ?? [], () => "");
  return JSON.stringify([component.unit, file?.mode, text.replaceAll(component.image, "")]);
}

function checksOf(component: Desired): unknown {
  const { probes, probe_timeout, before, after, seeds, volumes, busy, busy_timeout } = component;
  return [probes, probe_timeout, before, after, seeds, volumes, busy, busy_timeout];
}

/** Whether two values are the same data, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  return fingerprintOf([a]) === fingerprintOf([b]);
}
