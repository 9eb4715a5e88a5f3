/** The page of a rule in the documentation: a path of the checkout. */
export function rulePage(code: string): string {
  return `docs/rules/${code}.md`;
}
