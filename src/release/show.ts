/** A release as text for people: `oml render`. */
import type { DesiredComponent, DesiredState, HostFile, Text } from "./desired.ts";
import { mapTexts } from "./fill.ts";
import type { Release } from "./render.ts";
import { fillText } from "./text.ts";

/** Everything a release holds, secrets shown as `‹postgres_password›`. Ends with a newline. */
export function show(release: Release): string {
  const lines = [
    `tenant ${release.tenant}`,
    `release ${release.fingerprint}`,
    ...showHost(release.app),
    ...showHost(release.voice),
  ];
  return `${lines.join("\n")}\n`;
}

function showHost(state: DesiredState<Text>): readonly string[] {
  const hidden = mapTexts(state, (text) => fillText(text, (name) => `‹${name}›`));
  const { certificates, calls, marks, components, host, complete } = hidden;
  return [
    "",
    `═══ ${host}${complete ? "" : " (some components only)"}`,
    ...(certificates === null ? [] : [field("certificates", { ...certificates, files: undefined })]),
    ...(certificates?.files ?? []).flatMap(showFile),
    ...(calls === null ? [] : [field("calls", calls)]),
    ...marks.map((mark) => field("mark", mark)),
    ...components.flatMap(showComponent),
  ];
}

function showComponent(component: DesiredComponent<string>): readonly string[] {
  const { name, files, seeds, before, after, probes, command, ...facts } = component;
  return [
    "",
    `─── ${name}`,
    ...Object.entries(facts).map(([key, value]) => field(key, value)),
    field("command", command.join(" ")),
    ...before.map((step) => field("before", step)),
    ...after.map((step) => field("after", step)),
    ...probes.map((probe) => field("probe", probe)),
    ...seeds.map(({ path, mode }) => field("seed", `${path} ${mode}`)),
    ...files.flatMap(showFile),
  ];
}

function showFile({ path, mode, content }: HostFile<string>): readonly string[] {
  const body = content.replace(/\n$/, "");
  return [
    field("file", `${path} ${mode}`),
    ...(body === "" ? [] : body.split("\n").map((line) => `    ${line}`.trimEnd())),
  ];
}

function field(name: string, value: unknown): string {
  return `  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}
