/** Whatever a tenant's values are, containers get them byte for byte and nobody else gets to see them. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { parse, stringify } from "yaml";
import { checkValue } from "../../src/inventory/yaml/guard.ts";
import { readTenant } from "../../src/inventory/read-tenant.ts";
import { secretsOf } from "../../src/inventory/secrets.ts";
import { sourcesOf } from "../../src/inventory/testing.ts";
import { parseEnvironment } from "../../src/release/env-file.ts";
import { fill } from "../../src/release/fill.ts";
import { show } from "../../src/release/show.ts";
import { componentOf, releaseOf } from "../../src/release/testing.ts";

// A loaded machine is slow, not wrong.
vi.setConfig({ testTimeout: 120_000 });

const SECRETS = [
  "postgres_password",
  "ami_password",
  "dialer_password",
  "bucket_secret_key",
  "django_secret_key",
];
const VARIABLES: Readonly<Record<string, string>> = {
  postgres_password: "PGPASSWORD",
  ami_password: "AMI_PASSWORD",
  dialer_password: "WOMBAT_PASSWORD",
  bucket_secret_key: "AWS_SECRET_ACCESS_KEY",
  django_secret_key: "SECRET_KEY",
  ami_user: "AMI_USER",
  schedule: "CALIFICACION_REAGENDA",
};

const awkward = fc.constantFrom(
  ...["'\"$#\\ =%&*!|>{}[]@`,:;~ñ€😀\t"].flatMap((text) => [...text]),
  "${HOME}",
  "$(id)",
  "%h",
  "\\n",
  " #",
  ": ",
);
const piece = fc.oneof(awkward, fc.string({ unit: "grapheme", maxLength: 8 }));
const value = fc
  .array(piece, { minLength: 1, maxLength: 12 })
  .map((pieces) => pieces.join(""))
  .filter((text) => text !== "" && checkValue(text).length === 0)
  .filter((text) => !/^\s*-|[{❴⦃]\s*$/u.test(text.normalize("NFKC")));
/** Long enough not to occur by chance in what is shown. */
const secret = value.map((text) => `S3${text}CRET-canary`);
const style = fc.constantFrom("QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const, "PLAIN" as const);

const values = fc.record({
  ...Object.fromEntries(SECRETS.map((name) => [name, secret])),
  ami_user: value,
  schedule: value,
}) as fc.Arbitrary<Record<string, string>>;

test("values survive from the inventory into the environment; secrets are shown nowhere", () => {
  fc.assert(
    fc.property(values, style, (vars, defaultStringType) => {
      const sources = sourcesOf({ vars });
      const document: unknown = parse(sources.inventory.text);
      const text = stringify(document, { defaultStringType, lineWidth: 0 });
      const result = readTenant({ ...sources, inventory: { ...sources.inventory, text } });
      if (!result.ok) throw new Error(JSON.stringify(result.problems));
      const release = releaseOf(result.tenant);
      const secrets = secretsOf(result.tenant);
      const filled = fill(release.app, secrets.ok ? secrets.secrets : new Map());
      const file = filled.components.find(({ name }) => name === "omnileads")?.files[0];
      const environment = parseEnvironment(file?.content ?? "");
      for (const [name, variable] of Object.entries(VARIABLES))
        expect(environment.get(variable)).toBe(vars[name]);
      const visible = show(release) + JSON.stringify(release) + JSON.stringify(result);
      expect(visible).not.toContain("CRET-canary");
      expect(componentOf(release, "omnileads").command.join(" ")).not.toContain("canary");
    }),
    { numRuns: 60 },
  );
});
