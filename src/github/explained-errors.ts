/** GraphQL errors that leave an answer usable, because the null in their place has one meaning and it favours nobody. */
import type { GraphqlError } from "./fault.ts";

/**
 * Beneath these fields GitHub may refuse a part to us while the rest is whole: an issue in a repository that is not ours to see, and the
 * private fork a pull request comes from. A missing issue is missing evidence; a missing fork is "the fork is gone".
 */
const MAY_BE_HIDDEN = ["closingIssuesReferences", "headRepository"];

export function hiddenPart(error: GraphqlError): boolean {
  return (error.type === "FORBIDDEN" || error.type === "NOT_FOUND") && error.path.some((step) => typeof step === "string" && MAY_BE_HIDDEN.includes(step));
}

/** The object itself does not exist: NOT_FOUND at a path that ends with the given field. */
export function absent(error: GraphqlError, field: string): boolean {
  return error.type === "NOT_FOUND" && error.path.at(-1) === field;
}
