/** Waves: the order in which a fleet's tenants are deployed. */

/** The waves, in the order they are deployed; the first is the canary's. */
export const WAVES = [1, 2, 3, 4] as const;
export type Wave = (typeof WAVES)[number];
