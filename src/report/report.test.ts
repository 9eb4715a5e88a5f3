import { describe, expect, test } from "vitest";
import type { Problem } from "../inventory/problem.ts";
import { report, type Place } from "../inventory/rules/rule.ts";
import { sharedSecret } from "../inventory/rules/fleet-shared.ts";
import { unusedIgnore } from "../inventory/rules/ignored.ts";
import { countsOf, tenantOf } from "./findings.ts";
import { excerptOf } from "./excerpt.ts";
import { ANNOTATIONS_PER_TYPE, formatGithub } from "./github.ts";
import { formatJson } from "./json.ts";
import { plain } from "./plain.ts";
import { formatSarif } from "./sarif.ts";
import { shownKeys } from "./shown-keys.ts";
import { escapeMarkdown, formatSummary } from "./summary.ts";
import { formatText } from "./text.ts";

const FILE = "instances/acme/inventory.yml";
const place = (changes: Partial<Place> = {}): Place => ({
  file: FILE,
  path: "all.vars.ami_password",
  line: 2,
  column: 17,
  endLine: 2,
  endColumn: 24,
  ...changes,
});
const anError = (changes?: Partial<Place>): Problem =>
  report(sharedSecret, "value", place(changes), { other: "demo", name: "ami_password", host: "" });
const aWarning = (changes?: Partial<Place>): Problem =>
  report(unusedIgnore, "unused", place(changes), { code: "OML0301" });
const TEXT = "all:\n  ami_password: hunter2\n  TZ: Etc/UTC\n";
const findings = (...problems: readonly Problem[]) => ({ tenants: ["acme", "demo"], problems });
const options = { language: "en", colour: false, textOf: () => TEXT, shown: shownKeys() } as const;

describe("text", () => {
  test("shows place, sentence, line with a caret and remedy, and never a secret", () => {
    const text = formatText(findings(anError()), options);
    expect(text).toBe(
      `${FILE}:2:17: error OML0605: all.vars.ami_password: is the same secret as ami_password of tenant demo\n` +
        "  2 |   ami_password: ‹hidden›\n" +
        "    |                 ^^^^^^^^\n" +
        "  → Choose another one\n" +
        "\n" +
        "2 tenants read: 1 error, 0 warnings\n",
    );
  });

  test("speaks Spanish", () => {
    const text = formatText(findings(aWarning()), { ...options, language: "es" });
    expect(text).toContain("advertencia OML0801: all.vars.ami_password: ignora OML0301");
    expect(text).toContain("0 errores, 1 advertencia\n");
  });

  test("has colours only where they are asked for", () => {
    expect(formatText(findings(anError()), options)).not.toContain("\u001b");
    expect(formatText(findings(anError()), { ...options, colour: true })).toContain("\u001b[31m");
  });

  test("prints no character a terminal would obey", () => {
    const text = formatText(findings(anError({ file: "a\u001b[2Jb/\u202einventory.yml" })), options);
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});

test("one tenant is one, in both languages", () => {
  const one = { tenants: ["acme"], problems: [] };
  const options = { colour: false, textOf: () => undefined, shown: shownKeys() };
  expect(formatText(one, { ...options, language: "en" })).toBe("1 tenant read: 0 errors, 0 warnings\n");
  expect(formatText(one, { ...options, language: "es" })).toBe("1 tenant leído: 0 errores, 0 advertencias\n");
  expect(formatGithub(one, "en")).toBe("1 tenant: 0 errors, 0 warnings\n");
});

describe("an excerpt", () => {
  const line = (text: string, changes: Partial<Place> = {}, file = FILE) =>
    excerptOf(anError({ line: 1, endLine: 1, file, ...changes }), text, shownKeys());

  test.each([
    ["a known public key", "TZ: Etc/UTC", "  1 | TZ: Etc/UTC"],
    ["a secret", "ami_password: hunter2", "  1 | ami_password: ‹hidden›"],
    ["a quoted secret key", '"ami_password": hunter2', '  1 | "ami_password": ‹hidden›'],
    ["a misspelt secret", "ami_pasword: hunter2", "  1 | ami_pasword: ‹hidden›"],
    ["a block in braces", "vars: { ami_password: hunter2 }", "  1 | vars: ‹hidden›"],
    ["keys in JSON behind a public key", 'TZ: {"ami_password":"hunter2"}', "  1 | TZ: ‹hidden›"],
    ["keys behind a public key", "TZ: x, ami_password: hunter2 }", "  1 | TZ: ‹hidden›"],
    ["a key without a value", "  vars:", "  1 |   vars:"],
  ])("of %s", (_, text, expected) => expect(line(text)?.line).toBe(expected));

  test.each([
    ["a comment", "# hunter2"],
    ["the inside of a block", "      hunter2"],
    ["an item of a list", "- hunter2"],
    ["an empty line", ""],
  ])("does not show %s", (_, text) => expect(line(text)).toBeUndefined());

  test("never shows a private key, and shows public files whole", () => {
    expect(line("MC4CAQAwBQ", {}, "instances/acme/key.pem")).toBeUndefined();
    expect(line("10.0.0.1 ssh-rsa AAAA", {}, "instances/acme/known_hosts")?.line).toContain("ssh-rsa AAAA");
  });

  test("keeps the tabs before its caret", () => {
    const excerpt = line("TZ:\tEtc/UTC", { column: 5, endColumn: 12 });
    expect(excerpt?.caret).toBe("    |    \t^^^^^^^");
  });

  test("of a range over more lines ends with its first line", () => {
    expect(line("TZ: Etc/UTC  ", { column: 5, endLine: 3, endColumn: 2 })?.caret).toBe("    |     ^^^^^^^");
  });

  test("is cut where the line is long", () => {
    expect(line(`TZ: ${"x".repeat(500)}`)?.line.length).toBeLessThan(200);
  });

  test("of a line that is not there is none", () => {
    expect(line("TZ: x", { line: 9, endLine: 9 })).toBeUndefined();
  });
});

test("JSON holds everything and no values", () => {
  const report = JSON.parse(formatJson(findings(anError(), aWarning()), "en"));
  expect(report).toMatchObject({ format: 1, ok: false, errors: 1, warnings: 1, tenants: ["acme", "demo"] });
  expect(report.problems[0]).toEqual({
    code: "OML0605",
    severity: "error",
    ...place(),
    message: "is the same secret as ami_password of tenant demo",
    remedy: "Choose another one",
    page: "docs/rules/OML0605.md",
  });
});

describe("github", () => {
  test("annotates within the line", () => {
    const [first] = formatGithub(findings(anError()), "en").split("\n");
    expect(first).toBe(
      `::error file=${FILE},line=2,endLine=2,col=17,endColumn=23,title=OML0605::` +
        "all.vars.ami_password: is the same secret as ami_password of tenant demo. Choose another one.",
    );
  });

  test("leaves columns out of a range over more lines", () => {
    expect(formatGithub(findings(anError({ endLine: 4 })), "en")).not.toContain("col=");
  });

  test("annotates ten of each type and logs the rest", () => {
    const many = Array.from({ length: 12 }, (_, index) => [
      anError({ line: index + 1, endLine: index + 1 }),
      aWarning({ line: index + 1, endLine: index + 1 }),
    ]);
    const lines = formatGithub(findings(...many.flat()), "en").split("\n");
    expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(ANNOTATIONS_PER_TYPE);
    expect(lines.filter((line) => line.startsWith("::warning"))).toHaveLength(ANNOTATIONS_PER_TYPE);
    expect(lines.filter((line) => line.startsWith("- "))).toHaveLength(4);
    expect(lines.at(-2)).toBe("2 tenants: 12 errors, 12 warnings");
  });

  test("no name of a file becomes a command or a property", () => {
    const file = "a,b:c%\n::add-mask::x/##[error]/inventory.yml";
    const many = Array.from({ length: 11 }, () => anError({ file }));
    const lines = formatGithub(findings(...many), "en")
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(12);
    for (const line of lines)
      expect(line).toMatch(/^(::error file=a%2Cb%3Ac%25%0A%3A%3Aadd|- a,b|2 tenants)/);
    expect(lines.join("\n")).not.toContain("##[");
  });
});

test("SARIF names its rules and regions", () => {
  const { version, runs } = JSON.parse(formatSarif(findings(anError({ file: "instances/a b/x.yml" })), "es"));
  expect(version).toBe("2.1.0");
  expect(runs[0].tool.driver.rules).toMatchObject([
    { id: "OML0605", name: "shared-secret", defaultConfiguration: { level: "error" } },
  ]);
  expect(runs[0].results).toMatchObject([
    {
      ruleId: "OML0605",
      ruleIndex: 0,
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "instances/a%20b/x.yml" },
            region: { startLine: 2, startColumn: 17, endLine: 2, endColumn: 24 },
          },
        },
      ],
    },
  ]);
});

describe("summary", () => {
  const summary = (problems: readonly Problem[], limit = 100_000) =>
    formatSummary(findings(...problems), { language: "en", limit, base: "https://example.com/" });

  test("has a table for each tenant and one for the fleet", () => {
    const text = summary([anError(), anError({ file: "instances/fleet.yml", path: "" })]);
    expect(text).toContain("### `acme`: 1 error, 0 warnings");
    expect(text).toContain("### Whole fleet: 1 error, 0 warnings");
    expect(text).toContain("[OML0605](https://example.com/docs/rules/OML0605.md)");
  });

  test("says that nothing is wrong", () => expect(summary([])).toContain("Nothing is wrong."));

  test("stays within its limit and counts what is left out", () => {
    const text = summary(
      Array.from({ length: 500 }, () => anError()),
      5_000,
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(5_000);
    const rows = text.split("\n").filter((line) => line.includes("OML0605")).length;
    expect(text).toContain(`${500 - rows} more problems do not fit here`);
  });

  test.each(["a|b", "<b>x</b>", "`x`", "[x](y)", "@team", "**x**", "a\nb", "https://x.example", "$x$"])(
    "escapes %j",
    (text) => {
      const escaped = escapeMarkdown(text);
      expect(escaped).not.toMatch(/[|<>`[\]@*\n$]|:\/\//);
      const shown = escaped.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
      expect(shown).toBe(plain(text));
    },
  );
});

test("problems are counted, and belong to the tenant of their folder", () => {
  expect(countsOf([anError(), aWarning(), aWarning()])).toEqual({ errors: 1, warnings: 2 });
  expect(tenantOf(FILE, new Set(["acme"]))).toBe("acme");
  expect(tenantOf("instances/fleet.yml", new Set(["acme"]))).toBeUndefined();
});
