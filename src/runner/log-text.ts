/** Text in a job's log that came from elsewhere: the runner must not take it for commands. Pure. */
import { plain } from "../report/plain.ts";
import { escapeData, escapeProperty } from "../report/github.ts";

/** One line that commands nothing: `##[…]` does so anywhere in a line, `::…::` at its beginning. */
export function harmlessLine(line: string): string {
  // Colours of a terminal are no part of what was said.
  const bare = line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
  return plain(bare)
    .replaceAll("##[", "## [")
    .replace(/^(\s*)::/, "$1: :");
}

/**
 * A whole text under a fold, between words that stop and resume the runner's commands. `token` is random: the text
 * cannot know it. Ends with a newline.
 */
export function folded(title: string, text: string, token: string): string {
  const body = text.endsWith("\n") || text === "" ? text : `${text}\n`;
  return `::group::${harmlessLine(title)}\n::stop-commands::${token}\n${body}::${token}::\n::endgroup::\n`;
}

/** Characters of an annotation: GitHub cuts the rest. */
const LONGEST = 4000;

/** An annotation of the run's page. Ends with a newline. */
export function annotation(type: "error" | "warning" | "notice", title: string, message: string): string {
  return `::${type} title=${escapeProperty(title)}::${escapeData(message.slice(0, LONGEST))}\n`;
}
