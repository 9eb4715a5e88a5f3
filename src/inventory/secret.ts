/** A secret value that cannot be printed by accident. */

/** What stands in a text where a secret would. */
const HIDDEN = "‹secret›";

/** A secret in memory. Printing, joining or serialising it shows `‹secret›`; only `reveal` gives the value. */
export class Secret {
  readonly #value: string | undefined;

  private constructor(value: string | undefined) {
    this.#value = value;
  }

  /** A secret whose value is known. */
  static of(value: string): Secret {
    return new Secret(value);
  }

  /** A vaulted secret read without the vault's password: enough to render, not to deploy. */
  static sealed(): Secret {
    return new Secret(undefined);
  }

  /** Whether the value is still encrypted. */
  get isSealed(): boolean {
    return this.#value === undefined;
  }

  /** The value, or undefined while it is sealed. The only way out. */
  reveal(): string | undefined {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return HIDDEN;
  }
}
