/** Text from a tenant's files inside GitHub's Markdown: nobody is mentioned, nothing is linked, no table breaks. Pure. */
import { escapeMarkdown } from "../report/summary.ts";

/** A space without width: GitHub finds mentions and references in the text that entities stand for, too. */
const GAP = "&#8203;";

/** Escapes `text`, and parts what GitHub would make a mention, a reference or a link of. */
export function defused(text: string): string {
  return parted(text)
    .replace(/\b(gh)-(?=\d)/gi, (_all, letters: string) => `${letters}${GAP}-`)
    .replace(/[0-9a-f]{7,}/gi, (digits) => digits.replace(/.{6}(?=.)/g, (part) => part + GAP));
}

/** `text` as code, where GitHub looks for no commit and no issue by name. */
export function code(text: string): string {
  return `<code>${parted(text)}</code>`;
}

function parted(text: string): string {
  return escapeMarkdown(text.replaceAll("\t", " "))
    .replace(/&#(64|35);/g, (sign) => sign + GAP)
    .replaceAll("&#58;//", `&#58;${GAP}//`)
    .replace(/(www)(?=&#46;)/gi, (letters) => letters + GAP);
}
