/** How an action declares and reads its inputs. Pure. */

/** One input as `action.yml` declares it. */
export interface InputSpec {
  readonly description: string;
  readonly default: string;
}

/** The inputs, typed, or a sentence for each that is wrong. */
export type InputsResult<Inputs> =
  | { readonly ok: true; readonly inputs: Inputs }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Reads inputs by their names; all mistakes are gathered, so that they are reported together. */
export class InputReader<Name extends string> {
  /** A sentence for each input that is wrong. */
  readonly mistakes: string[] = [];
  readonly #specs: Readonly<Record<Name, InputSpec>>;
  readonly #get: (name: Name) => string;

  constructor(specs: Readonly<Record<Name, InputSpec>>, get: (name: Name) => string) {
    this.#specs = specs;
    this.#get = get;
  }

  /** The text of an input; an empty one has its default. */
  text(name: Name): string {
    return this.#get(name) || this.#specs[name].default;
  }

  /** An input that is one of some words; the first of them where it is none. */
  oneOf<T extends string>(name: Name, words: readonly [T, ...T[]]): T {
    const given = this.text(name);
    const found = words.find((word) => word === given);
    if (found === undefined)
      this.mistakes.push(`The input ${name} is '${given}'; give ${words.join(" or ")}.`);
    return found ?? words[0];
  }

  /** An input that is `true` or `false`. */
  isOn(name: Name): boolean {
    return this.oneOf(name, ["true", "false"]) === "true";
  }

  /** The words of an input, separated by commas or blanks. */
  words(name: Name): readonly string[] {
    return this.text(name)
      .split(/[\s,]+/)
      .filter((word) => word !== "");
  }

  /** An input that is a whole number within bounds. */
  count(name: Name, least: number, most: number): number {
    const given = this.text(name);
    const count = Number(given);
    if (!Number.isInteger(count) || count < least || count > most)
      this.mistakes.push(
        `The input ${name} is '${given}'; give a number from ${String(least)} to ${String(most)}.`,
      );
    return count;
  }

  /** The inputs, unless one of them is wrong. */
  result<Inputs>(inputs: Inputs): InputsResult<Inputs> {
    const { mistakes } = this;
    return mistakes.length === 0 ? { ok: true, inputs } : { ok: false, mistakes };
  }
}
