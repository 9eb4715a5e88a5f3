import { expect, it } from "vitest";
import { formatFreshness } from "./freshness-summary.ts";
import { historiesOf } from "./record.ts";
import { NOW, taken } from "./record-testing.ts";

it("has a row a tenant, those that need attention first, and the fleet's size", () => {
  const known = historiesOf([taken(2), taken(26)]).get("acme");
  const judged = [
    { tenant: "acme", troubles: [], known },
    { tenant: "demo", troubles: ["Nothing is known of a verified set."] },
  ];
  const text = formatFreshness(judged, ["demo: opened https://github.example/acme/fleet/issues/7"], NOW);
  expect(text).toMatch(/^## ⚠️ Tenants with backups: 2, in need of attention: 1\n/);
  expect(text.indexOf("<code>demo</code> | none |")).toBeLessThan(
    text.indexOf("<code>acme</code> | 2 h old |"),
  );
  expect(text).toContain("xychart-beta");
  expect(text).toContain("- demo: opened");
  expect(formatFreshness(judged.slice(0, 1), [], NOW)).toContain("## ✅ ");
});
