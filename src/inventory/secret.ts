/** A secret value that cannot be printed by accident. */

/** What stands in a text where a secret would. */
const HIDDEN = "‹secret›";

/** A secret in memory. Printing, joining or serialising it shows `‹secret›`; only `reveal` gives the value. */
export class Secret {
  readonly #value: string | undefined;
  readonly #vaulted: string | undefined;

  private constructor(value: string | undefined, vaulted: string | undefined) {
    this.#value = value;
    this.#vaulted = vaulted;
  }

  /** A secret whose value is known; `vaulted` is the text it was decrypted from. */
  static of(value: string, vaulted?: string): Secret {
    return new Secret(value, vaulted);
  }

  /** A vaulted secret read without the vault's password: enough to render, not to deploy. */
  static sealed(vaulted?: string): Secret {
    return new Secret(undefined, vaulted);
  }

  /** The encrypted text as the file has it, where it is vaulted. */
  get vaulted(): string | undefined {
    return this.#vaulted;
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
