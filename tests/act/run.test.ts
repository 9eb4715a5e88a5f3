/** The harness itself: what a job of a run sees, and what the stand-ins for GitHub's actions do. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Repository } from "./repository.ts";
import { type Ended, jobOf, runWorkflow } from "./run.ts";

const KEY = "-----BEGIN-----\nof several lines\n-----END-----\n";
const PIN = "0".repeat(40);
const WORKFLOW = `name: example
on: push
permissions: {}
jobs:
  plan:
    runs-on: \${{ vars.RUNNER || 'ubuntu-24.04' }}
    outputs:
      shards: \${{ steps.shards.outputs.shards }}
    steps:
      - uses: actions/checkout@${PIN}
        with:
          ref: main
          fetch-depth: 0
          persist-credentials: false
      - run: |
          echo "commits $(git rev-list --count HEAD) branch $(git branch --show-current) dirty '$(git status --short)'"
          echo "fetch $(git fetch 2>/dev/null && echo works || echo fails)"
          echo "node $(node --version)"
          env | grep -E '^(GITHUB|RUNNER|HOME|OML)_?' | sort
      - id: shards
        run: |
          echo 'shards=["a","b"]' >> "$GITHUB_OUTPUT"
          echo '# Summary' >> "$GITHUB_STEP_SUMMARY"
  shard:
    needs: plan
    strategy:
      fail-fast: false
      matrix:
        shard: \${{ fromJSON(needs.plan.outputs.shards) }}
    runs-on: ubuntu-24.04
    environment: fleet
    steps:
      - uses: actions/checkout@${PIN}
      - run: echo "$(git rev-list --count HEAD) commit, $KEY, $WORD, $SETTING"
        env:
          KEY: \${{ secrets.KEY }}
          WORD: \${{ secrets.WORD }}
          SETTING: \${{ vars.SETTING }}
      - run: mkdir out && echo "\${SHARD}" > "out/\${SHARD}.json" && echo x > out/.hidden
        env:
          SHARD: \${{ matrix.shard }}
      - uses: actions/upload-artifact@${PIN}
        with:
          name: result-\${{ matrix.shard }}
          path: out/*
  judge:
    needs: [plan, shard]
    if: always()
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/download-artifact@${PIN}
        with:
          pattern: result-*
          path: results
          merge-multiple: true
      - run: test ! -t 1 && cd results && echo *.json && ls -A | wc -l
      - run: echo "last words" && exit 3
  later:
    needs: judge
    runs-on: ubuntu-24.04
    steps:
      - run: echo never
`;
const repository = new Repository();
let run: Ended;

beforeAll(async () => {
  repository.write("README.md", "A fleet.\n");
  repository.commit("Say what it is");
  repository.write(".github/workflows/example.yml", WORKFLOW);
  const event = repository.push("Add a workflow");
  repository.write("README.md", "The fleet.\n");
  repository.commit("Say it better");
  const secrets = { KEY, WORD: "open-sesame" };
  run = await runWorkflow({ repository, workflow: "example.yml", event, secrets, vars: { SETTING: "fast" } });
});
afterAll(() => repository.remove());

test("jobs run in order, each leg of a matrix once; what needs a failed one is skipped", () => {
  expect(run.status, run.output).toBe(1);
  const jobs = run.jobs.map(({ id, result, matrix }) => `${id} ${String(matrix["shard"] ?? "-")} ${result}`);
  expect(jobs.toSorted()).toEqual([
    "judge - failure",
    "plan - success",
    "shard a success",
    "shard b success",
  ]);
});

test("outputs and summaries are read", () => {
  const plan = jobOf(run, "plan");
  expect(Object.fromEntries(plan.outputs)).toMatchObject({ shards: '["a","b"]' });
  expect(plan.summary).toBe("# Summary\n");
});

test("a checkout of a branch is its tip, of an event its commit, and can fetch no more", () => {
  const { log } = jobOf(run, "plan");
  expect(log).toContain("commits 4 branch main dirty ''");
  expect(log).toContain("fetch fails");
  expect(log).toContain(`refs/heads/main at ${repository.tip}`);
  const shards = run.jobs.filter(({ id }) => id === "shard");
  for (const shard of shards) {
    expect(shard.log).toContain(`refs/heads/main at ${repository.git("rev-parse", "HEAD~1")}`);
    expect(shard.log).toContain("1 commit,");
  }
});

test("a job sees its run and nothing of the environment of who started it", () => {
  const { log } = jobOf(run, "plan");
  expect(log).toContain(`node ${process.version}`);
  expect(log).toContain(`GITHUB_SHA=${repository.git("rev-parse", "HEAD~1")}`);
  expect(log).toContain("GITHUB_REF=refs/heads/main");
  expect(log).toContain("GITHUB_REPOSITORY=acme/fleet");
  expect(log).toContain("GITHUB_EVENT_NAME=push");
  expect(log).not.toContain("VITEST");
  expect(log).not.toContain(`HOME=${process.env["HOME"]}\n`);
});

test("variables and secrets are seen byte for byte; act masks a secret of one line, not one of several", () => {
  const shard = run.jobs.find(({ id }) => id === "shard");
  expect(shard?.log).toContain(`1 commit, ${KEY}, ***, fast\n`);
});

test("what a step that fails says last is read too", () => {
  expect(jobOf(run, "judge").log).toContain("last words\n");
});

test("artifacts of a matrix are gathered, hidden files left out", () => {
  expect(jobOf(run, "judge").log).toContain("a.json b.json\n2\n");
});

test("an action without a stand-in is named", async () => {
  repository.write(".github/workflows/other.yml", WORKFLOW.replace("actions/checkout", "actions/cache"));
  const event = repository.push("Add another");
  await expect(runWorkflow({ repository, workflow: "other.yml", event })).rejects.toThrow(
    "actions/cache has no",
  );
});
