/** A call that cannot be understood. */

/** Ends a command with exit code 2; `message` is shown as it is. */
export class WrongCall extends Error {
  override readonly name = "WrongCall";
}
