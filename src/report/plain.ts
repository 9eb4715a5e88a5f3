/** Text from files made safe to print: no control characters, no change of writing direction. */

const UNSAFE =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Replaces what a terminal would obey or a reader would not see by `�`, one for one. Tabs stay. */
export function plain(text: string): string {
  return text.replace(UNSAFE, "\ufffd");
}
