/** Text from files made safe to print: no control characters, no change of writing direction. */

const UNSAFE =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Replaces what a terminal would obey or a reader would not see by `�`, one for one. Tabs stay. */
export function plain(text: string): string {
  return text.replace(UNSAFE, "\ufffd");
}
