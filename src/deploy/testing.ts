/** Builders of answers, desired states and step results for the tests of this folder. */
import type { AnyDesired, DesiredComponent, HostName, Role, Source } from "../release/desired.ts";
import type { Answer, ComponentAnswer, JournalAnswer, StepResult } from "./answer.ts";
import type { Situation, Wishes } from "./decide.ts";
import type { Report } from "./report.ts";
import type { Safety } from "./safety.ts";
import type { VoiceChanges } from "./voice.ts";

export const RELEASE = "a".repeat(64);
export const PREPARED = "p".repeat(64);

/** A component that should run. */
export function aComponent(overrides: Partial<DesiredComponent<unknown>> = {}): DesiredComponent<unknown> {
  const name = overrides.name ?? "nginx";
  return {
    name,
    unit: `${name}.service`,
    container: `oml-${name}-server`,
    image: `docker.io/omnileads/${name}@sha256:${"1".repeat(64)}`,
    tag: "latest",
    phase: "edge",
    impact: "web",
    command: ["podman", "run"],
    env_file: `/etc/default/${name}.env`,
    files: [],
    seeds: [],
    volumes: [],
    before: [],
    after: [],
    probes: [],
    probe_timeout: 60,
    ...overrides,
  };
}

const COMPONENTS: Readonly<Record<Role, readonly DesiredComponent<unknown>[]>> = {
  app: [
    aComponent({ name: "postgresql", phase: "foundation", impact: "data", volumes: ["oml_postgres"] }),
    aComponent({ name: "nginx" }),
  ],
  voice: [aComponent({ name: "asterisk", phase: "voice", impact: "calls" })],
};

/** A host's desired state. */
export function aDesired(role: Role, overrides: Partial<AnyDesired> = {}): AnyDesired {
  return {
    format: 1,
    tenant: "demo",
    role,
    host: `omnileads-${role}`,
    release: RELEASE,
    complete: true,
    components: COMPONENTS[role],
    certificates: null,
    calls: null,
    marks: [],
    ...overrides,
  };
}

/** A component as a host describes it: equal and healthy. */
export function aComponentAnswer(overrides: Partial<ComponentAnswer> = {}): ComponentAnswer {
  return {
    name: "nginx",
    differs: [],
    active: "active",
    running: `docker.io/omnileads/nginx@sha256:${"1".repeat(64)}`,
    healthy: true,
    probes: [],
    drop_ins: [],
    ...overrides,
  };
}

/** The answer of a host that runs what it should. */
export function anAnswer(role: Role, overrides: Partial<Answer> = {}): Answer {
  return {
    format: 1,
    host: `omnileads-${role}`,
    system: { os: "debian 11", python: "3.9.2", podman: "3.0.1", disk_free: 1e10, used: true },
    marker: { tenant: "demo", role },
    adopted: false,
    prepared: PREPARED,
    last_transaction: 16,
    committed: { transaction: 16, release: RELEASE, source: SOURCE, schema: null },
    journal: null,
    lock: null,
    rested: null,
    components: COMPONENTS[role].map(({ name }) => aComponentAnswer({ name })),
    surplus: [],
    calls: role === "voice" ? { count: 0, detail: "" } : null,
    volumes: role === "app" ? [{ name: "oml_postgres", marker: "ours" }] : [],
    marks: [],
    held: null,
    schema: null,
    ...overrides,
  };
}

/** The answer of a machine that this program never touched. */
export function aFreshAnswer(role: Role, overrides: Partial<Answer> = {}): Answer {
  return anAnswer(role, {
    marker: null,
    last_transaction: 0,
    committed: null,
    calls: null,
    volumes: role === "app" ? [{ name: "oml_postgres", marker: "absent" }] : [],
    components: COMPONENTS[role].map(({ name }) =>
      aComponentAnswer({ name, differs: ["absent"], active: "inactive", running: null, healthy: false }),
    ),
    ...overrides,
  });
}

/** An open transaction of this release, whose steps go on under its number and token. */
export function aJournal(overrides: Partial<JournalAnswer> = {}): JournalAnswer {
  return {
    transaction: 17,
    token: "open-token",
    release: RELEASE,
    same: true,
    state: "applying",
    by: "ann",
    since: 1,
    source: null,
    safety_set: null,
    ...overrides,
  };
}

export const NO_WISHES: Wishes = {
  check: false,
  now: false,
  retry: false,
  newData: false,
  prepare: false,
  allowOlder: false,
};

/** What a tenant without `voice_changes` of its own allows, but without waiting. */
export const IDLE: VoiceChanges = { when: "idle", wait: 0, window: "22:00-06:00" };

/** Takes no set: a tenant of these tests has no database unless the test says so. */
export const SAFE: Safety = {
  kind: "on",
  take: () => Promise.reject(new Error("nobody expected a set to be taken")),
};

/** A commit that was reviewed. */
export const SOURCE: Source = { commit: "c".repeat(40), unreviewed: null };

/** A tenant where nothing differs, with what the test changes. */
export function aSituation(
  app: Partial<Answer> = {},
  voice: Partial<Answer> = {},
  overrides: Partial<Situation> = {},
): Situation {
  return {
    tenant: "demo",
    desired: [aDesired("app"), aDesired("voice")],
    answers: [anAnswer("app", app), anAnswer("voice", voice)],
    wishes: NO_WISHES,
    prepared: PREPARED,
    token: "fresh-token",
    source: SOURCE,
    precedents: [],
    voice: IDLE,
    safety: SAFE,
    safetySet: null,
    timeZone: "UTC",
    now: 1_700_000_000,
    waited: 0,
    ...overrides,
  };
}

/** A step's result: done, unless said otherwise. */
export function aStep(step: StepResult["step"], overrides: Partial<StepResult> = {}): StepResult {
  return {
    format: 1,
    step,
    ok: true,
    status: "done",
    message: "",
    overtaken: false,
    components: [],
    error: null,
    cut: null,
    schema: null,
    ...overrides,
  };
}

/** A report on a run that found nothing to do. */
export function aReport(overrides: Partial<Report> = {}): Report {
  return {
    format: 1,
    tenant: "demo",
    outcome: "unchanged",
    reason: "",
    release: RELEASE,
    source: SOURCE,
    overrides: [],
    images: {},
    held: false,
    cut: null,
    schema: null,
    safetySet: null,
    transaction: null,
    hosts: {},
    components: [],
    failure: null,
    notices: [],
    seconds: 1,
    ...overrides,
  };
}

/** A component in a step's result. */
export function aDeed(
  name: string,
  action: StepResult["components"][number]["action"],
): StepResult["components"][number] {
  return { name, action, because: ["image"], seconds: 2, before: null, after: null, probes: [] };
}

export const APP: HostName = "omnileads-app";
export const VOICE: HostName = "omnileads-voice";
