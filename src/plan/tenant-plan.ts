/** What a plan says of a tenant. */
import type { HostName, Impact } from "../release/desired.ts";

/** What a change is to a tenant, or to one of its components. */
export type PlanClass =
  "install" | "adopt" | "upgrade" | "rollback" | "reconfigure" | "unchanged" | "removed";

/** An image as a release names it. */
export interface PlannedImage {
  readonly image: string;
  readonly tag: string;
  readonly digest: string;
}

/** A variable of an environment; its values are not shown. */
export interface VariableChange {
  readonly name: string;
  readonly how: "added" | "changed" | "removed";
}

/** What changes at one component of one host. */
export interface ComponentPlan {
  readonly component: string;
  readonly class: PlanClass;
  /** What its host does to it: `none` where nothing that runs is touched. */
  readonly effect: "install" | "restart" | "stop" | "none";
  /** Present where its tag or its digest changes. */
  readonly image?: { readonly from: PlannedImage | null; readonly to: PlannedImage | null };
  readonly environment: readonly VariableChange[];
  /** Secrets it reads that are written otherwise; the host restarts it only where a value is another. */
  readonly secrets: readonly string[];
  /** Paths of files that change, its environment and its unit apart. */
  readonly files: readonly string[];
  /** Whether its unit changes beyond the image. */
  readonly unit: boolean;
  /** Whether it is restarted for the host's certificate. */
  readonly certificates: boolean;
  /** Whether only the way changes in which it is made ready or probed. */
  readonly checks: boolean;
  /** What its restart interrupts. */
  readonly impact: Impact;
  /** Whether its start may migrate the database. */
  readonly migrates: boolean;
}

/** What changes at one host. */
export interface HostPlan {
  readonly host: HostName;
  /** Whether packages, podman, directories and time zone are brought up to date first. */
  readonly preparation: boolean;
  readonly certificates: boolean;
  /** Those that change, in apply order. */
  readonly components: readonly ComponentPlan[];
  /** Names of the others. */
  readonly unchanged: readonly string[];
}

/** What people notice, the worst first. */
export const IMPACTS = ["calls", "data", "migrations", "web", "none"] as const;
export type PlanImpact = (typeof IMPACTS)[number];

/** The difference between two releases of a tenant. */
export interface TenantPlan {
  readonly tenant: string;
  readonly class: PlanClass;
  /** Fingerprint of the release before; null where there is none. */
  readonly from: string | null;
  /** Fingerprint of the release after; null where there is none, or where an image is not locked. */
  readonly to: string | null;
  readonly hosts: readonly HostPlan[];
  readonly impacts: readonly PlanImpact[];
  /** Sentences on what the tables do not show. Their words may come from the tenant's files. */
  readonly notes: readonly string[];
}
