/** The requests about issues. */
import * as answers from "./answers.ts";
import { gather, pages, type Place } from "./pages.ts";
import type { GitHub } from "./ports.ts";
import type { Transport } from "./transport.ts";

/** What `GitHub` has of issues. */
export function issuesOf({ ask, askPage }: Transport, place: Place) {
  const change = (number: number, what: { title: string; body: string } | { state: "closed" }) =>
    ask(
      (octokit) =>
        octokit.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
          ...place,
          ...what,
          issue_number: number,
        }),
      answers.issue,
    );
  return {
    openIssues: async (label) => {
      const listed = await gather(
        pages(
          askPage,
          (page) => (octokit) =>
            octokit.request("GET /repos/{owner}/{repo}/issues", {
              ...place,
              ...page,
              labels: label,
              state: "open",
            }),
          answers.issue,
        ),
      );
      return listed.ok ? { ok: true, value: listed.value.filter(({ isPull }) => !isPull) } : listed;
    },
    createIssue: ({ title, body }, label) =>
      ask(
        (octokit) =>
          octokit.request("POST /repos/{owner}/{repo}/issues", {
            ...place,
            ...{ title, body, labels: [label] },
            request: { once: true },
          }),
        answers.issue,
      ),
    updateIssue: (number, { title, body }) => change(number, { title, body }),
    closeIssue: (number) => change(number, { state: "closed" }),
  } satisfies Partial<GitHub>;
}
