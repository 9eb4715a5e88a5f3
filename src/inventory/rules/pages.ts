/** The documentation of the rules: generated from them, so that it cannot differ. */
import type { Group, Language, Rule, Text } from "./rule.ts";

/** What each group is about. */
const GROUPS: Readonly<Record<Group, Text>> = {
  1: { en: "Shape", es: "Forma" },
  2: { en: "Injection", es: "Inyección" },
  3: { en: "Secrets", es: "Secretos" },
  4: { en: "Meaning of one tenant", es: "Sentido de un tenant" },
  5: { en: "What lies beside it", es: "Lo que está a su lado" },
  6: { en: "The whole fleet", es: "La flota entera" },
  7: { en: "The fleet's own policies", es: "Políticas propias de la flota" },
  8: { en: "Ignored warnings", es: "Advertencias ignoradas" },
};
const SEVERITIES: Readonly<Record<Rule["severity"], Text>> = {
  error: { en: "error", es: "error" },
  warning: { en: "warning", es: "advertencia" },
};

/** Every page of `docs/rules/` by its file name. */
export function rulePages(rules: readonly Rule[]): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", indexPage(rules)],
    ...rules.map((rule) => [`${rule.code}.md`, rulePage(rule)] as const),
  ]);
}

function indexPage(rules: readonly Rule[]): string {
  const groups = Map.groupBy(rules, ({ group }) => group);
  const sections = [...groups].map(([group, members]) =>
    [`## ${GROUPS[group].en} · ${GROUPS[group].es}`, "", ...tableOf(members)].join("\n"),
  );
  const head = [
    "# Rules",
    "",
    "What `oml validate` and every deploy check. Generated from the rules themselves: `npm run docs`.",
    "",
    "A warning, never an error, is silenced on its line by `# oml-ignore CODE reason`: in the YAML files, known_hosts and cert.pem. Several stand one behind the other.",
  ];
  return `${[head.join("\n"), ...sections].join("\n\n")}\n`;
}

function tableOf(rules: readonly Rule[]): readonly string[] {
  const rows = rules.map(
    ({ code, name, severity, title }) =>
      `| [${code}](${code}.md) | ${name} | ${severity} | ${cell(title.en)} |`,
  );
  return ["| code | name | severity | what |", "|---|---|---|---|", ...rows];
}

function rulePage(rule: Rule): string {
  const { code, name, group, severity, example } = rule;
  const facts = `${name} · ${GROUPS[group].en.toLowerCase()} · ${severity} · [all rules](README.md)`;
  const examples =
    example === undefined
      ? []
      : ["## Example", ...fenced("Wrong:", example.bad), ...fenced("Right:", example.good)];
  const parts = [
    `# ${code}: ${rule.title.en}`,
    facts,
    rule.why.en,
    ...examples,
    "## Messages",
    messagesOf(rule, "en"),
    `## En español: ${rule.title.es}`,
    `${SEVERITIES[severity].es} · ${GROUPS[group].es.toLowerCase()}`,
    rule.why.es,
    messagesOf(rule, "es"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function fenced(title: string, text: string): readonly string[] {
  return [title, `\`\`\`yaml\n${text}\n\`\`\``];
}

function messagesOf({ texts }: Rule, language: Language): string {
  const head = language === "en" ? "| message | what to do |" : "| mensaje | qué hacer |";
  const rows = Object.values(texts).map((text) => {
    const { message, remedy } = text[language];
    return `| ${cell(message)} | ${cell(remedy)} |`;
  });
  return [head, "|---|---|", ...rows].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
