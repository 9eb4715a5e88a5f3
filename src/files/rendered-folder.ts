/** Renders the tenants of a folder, in this process: what the render bundle prints, and a plan's own side. */
import { preparationFingerprint } from "../cli/preparation.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import { renderTenant, type RenderedTenant } from "../plan/planned.ts";

/** What a folder's tenants make; null where a tenant's files have an error. */
export interface RenderedFolder {
  readonly format: 1;
  readonly tenants: Readonly<Record<string, RenderedTenant | null>>;
}

/** What is to be rendered. */
export interface RenderOrder {
  readonly tenants: readonly TenantSources[];
  /** The folder with the toolkit's `playbooks/`. */
  readonly root: string;
  /** Decides whether certificates are in date. */
  readonly now: Date;
}

/** Renders every tenant without its secrets. */
export function renderFolder({ tenants, root, now }: RenderOrder): RenderedFolder {
  const prepared = new Map<string, string>();
  const preparedFor = (timeZone: string): string => {
    const known = prepared.get(timeZone) ?? preparationFingerprint(root, { timeZone });
    prepared.set(timeZone, known);
    return known;
  };
  const rendered = tenants.map((sources) => {
    return [sources.name, renderTenant(sources, { preparedFor, now }) ?? null] as const;
  });
  return { format: 1, tenants: Object.fromEntries(rendered) };
}
