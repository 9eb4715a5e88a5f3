/** One measured figure beside the bound it must keep. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The largest value allowed. */
  readonly bound: number;
  readonly ok: boolean;
}

/** A figure that must not exceed its bound. */
export function atMost(name: string, value: number, unit: string, bound: number): Figure {
  return { name, value, unit, bound, ok: value <= bound };
}

/** The middle of a list of measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
