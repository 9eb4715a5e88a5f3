import tseslint from "typescript-eslint";

/** Only these may touch processes, files and the network; the rest is pure. */
const EDGES = [
  "src/ansible/desk.ts",
  "src/ansible/install.ts",
  "src/ansible/run-folder.ts",
  "src/ansible/start.ts",
  "src/cli/**",
  "src/registry/**",
  "src/files/**",
  "src/github/transport.ts",
  "src/runner/**",
];

export default tseslint.config(
  { ignores: ["node_modules/", ".venv/", "**/dist/"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "max-lines": ["error", { max: 250 }],
      "max-lines-per-function": ["error", { max: 60 }],
      complexity: ["error", 12],
      eqeqeq: "error",
      "no-console": "off",
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: [...EDGES, "src/**/*.test.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            "@actions/*",
            "@octokit/*",
            "undici",
            "node:fs",
            "node:fs/*",
            "node:child_process",
            "node:net",
            "node:http",
            "node:https",
          ],
        },
      ],
    },
  },
  {
    files: ["actions/*/src/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: ["@actions/*", "node:child_process", "node:net"] }],
    },
  },
  { files: ["**/*.test.ts", "tests/**"], rules: { "max-lines-per-function": "off" } },
);
