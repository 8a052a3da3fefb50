/**
 * From what GitHub answers to a Fault. "Too fast" never comes here: the limiter has taken it out.
 * A message names the request, GitHub's own sentence and, where GitHub tells it, the permission that is missing; never a token.
 */
import type { Fault } from "../domain/model/problem.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { Answer } from "./answer.ts";
import { messageOf } from "./answer.ts";
import { redact } from "./redact.ts";

/** All but `rate-limit`, which the limiter alone raises. */
type FaultKind = Exclude<Fault["kind"], "rate-limit">;

/** The Fault of an answer with status 300 or above. `what` is the request in words or as its route. */
export function faultOfAnswer(answer: Answer, what: string): FaultError {
  const kind = kindOfStatus(answer.status);
  const needed = answer.headers["x-accepted-github-permissions"];
  const hint = kind === "forbidden" && needed !== undefined && needed !== "" ? ` (needs ${needed})` : "";
  const said = messageOf(answer);
  return fault(kind, `${what}: GitHub answered ${answer.status}${said === "" ? "" : `, ${said}`}${hint}`);
}

function kindOfStatus(status: number): FaultKind {
  if (status >= 500 || status === 408) return "unavailable";
  if (status === 401 || status === 403 || status === 451) return "forbidden";
  if (status === 404 || status === 410) return "not-found";
  if (status === 409) return "conflict";
  // A redirect that was not followed: the object has moved, and reading again by its new name helps.
  if (status < 400) return "conflict";
  return "invalid";
}

/** One entry of `errors` beside GraphQL data. Source: https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export interface GraphqlError {
  readonly type: string | null;
  /** `extensions.code`, such as undefinedField */
  readonly code: string | null;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * The Fault of a GraphQL answer with errors. Data beside errors is never complete, so it is never used, whatever it holds.
 * The gravest error decides: one that trying again cannot heal goes before one that it may.
 */
export function faultOfErrors(errors: readonly GraphqlError[], what: string): FaultError {
  const kinds = errors.map(kindOfError);
  const order: readonly FaultKind[] = ["bug", "forbidden", "not-found", "invalid", "unavailable"];
  const kind = order.find((one) => kinds.includes(one)) ?? "unavailable";
  const first = errors[kinds.indexOf(kind)];
  const where = first === undefined || first.path.length === 0 ? "" : ` (at ${first.path.join(".")})`;
  return fault(kind, `${what}: GitHub answered with errors, ${first?.message ?? "without a message"}${where}`);
}

function kindOfError(error: GraphqlError): FaultKind {
  switch (error.type) {
    case "NOT_FOUND": return "not-found";
    case "FORBIDDEN": case "INSUFFICIENT_SCOPES": return "forbidden";
    case "UNPROCESSABLE": return "invalid";
    // Our own document asks for too much or for what is not there.
    case "MAX_NODE_LIMIT_EXCEEDED": case "MISSING_PAGINATION_BOUNDARIES": case "EXCESSIVE_PAGINATION": case "INVALID_CURSOR_ARGUMENTS": return "bug";
    default:
      if (/resource not accessible by integration/i.test(error.message)) return "forbidden";
      // Refused before anything was looked up: the document itself is at fault.
      return error.code !== null || isSchemaComplaint(error) ? "bug" : "unavailable";
  }
}

/** Does the server lack the field? GitHub says `undefinedField`; GraphQL's reference implementation says "Cannot query field". */
export function isUnknownField(error: GraphqlError, field: string): boolean {
  return error.message.includes(field) && (error.code === "undefinedField" || isSchemaComplaint(error));
}

function isSchemaComplaint(error: GraphqlError): boolean {
  return /^Cannot query field|doesn't exist on type|^Unknown (?:type|argument)/.test(error.message);
}

/** An answer whose shape we do not know: no decision may rest on it. */
export function unknownShape(what: string, detail: string): FaultError {
  return fault("bug", `${what}: GitHub's answer has a shape this program does not know (${detail})`);
}

export function fault(kind: FaultKind, message: string): FaultError {
  return new FaultError({ kind, message: redact(message), retryAt: null });
}
