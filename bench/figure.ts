/** One measured figure beside the bound it must keep. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The largest value allowed, or the smallest; null where the figure is there for comparison. */
  readonly bound: number | null;
  readonly ok: boolean;
}

/** A figure that must not exceed its bound. */
export function atMost(name: string, value: number, unit: string, bound: number): Figure {
  return { name, value, unit, bound, ok: value <= bound };
}

/** A figure that must not fall short of its bound. */
export function atLeast(name: string, value: number, unit: string, bound: number): Figure {
  return { name, value, unit, bound, ok: value >= bound };
}

/** A figure that is printed beside the others and has no bound. */
export function comparison(name: string, value: number, unit: string): Figure {
  return { name, value, unit, bound: null, ok: true };
}

/** The middle of a list of measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
