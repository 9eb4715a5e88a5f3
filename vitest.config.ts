import { defineConfig } from "vitest/config";
import { LABS } from "./tests/e2e/labs.ts";
import { LongestFirst } from "./tests/e2e/longest-first.ts";

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    coverage: {
      include: ["src/inventory/**"],
      exclude: [
        "src/inventory/**/*.test.ts",
        "src/inventory/{arbitraries,properties,testing,fleet/fleet-testing}.ts",
      ],
      thresholds: { branches: 95 },
    },
    projects: [
      {
        test: {
          name: "unit",
          // A worker loads what its files share once: two fifths of what they cost.
          isolate: false,
          testTimeout: 240_000,
          include: [
            "src/**/*.test.ts",
            "actions/*/src/**/*.test.ts",
            "lab/**/*.test.ts",
            "scripts/**/*.test.ts",
            "tests/contract/**/*.test.ts",
            "tests/github/**/*.test.ts",
          ],
        },
      },
      { test: { name: "bundle", testTimeout: 240_000, include: ["tests/bundle/**/*.test.ts"] } },
      {
        test: {
          name: "act",
          include: ["tests/act/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 1_200_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          setupFiles: "tests/e2e/setup.ts",
          sequence: { groupOrder: 1 },
          maxWorkers: LABS.length,
          testTimeout: 900_000,
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
});
