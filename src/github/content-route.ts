/** Which REST calls make something new that people see. GitHub does not list them: these are what its OpenAPI description marks as notifying, and milestones beside. */
const CREATES = /^POST \/repos\/\{owner\}\/\{repo\}\/(?:issues|milestones|pulls|releases|issues\/\{issue_number\}\/(?:comments|sub_issues|dependencies\/blocked_by)|pulls\/\{pull_number\}\/(?:comments|reviews))$/;

/** `route` with Octokit's placeholders. */
export function createsContent(route: string): boolean {
  return CREATES.test(route);
}
