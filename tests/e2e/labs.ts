/** The labs that end-to-end suites run on, side by side: as many suites at a time as there are labs. */

/** Their names (`OML_LAB_NAME`); the first is the checkout's own, so that one suite alone needs no other. */
export const LABS = ["", "b", "c"] as const;
