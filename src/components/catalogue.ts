/** All components, in the order of a deploy. */
import type { Component } from "./component.ts";

/** The catalogue, in apply order across both hosts. */
export const catalogue: readonly Component[] = [];
