/**
 * Refusals of the local GitHub, in GitHub's words and shapes. State functions throw them too, so that the REST door and the GraphQL door refuse alike.
 */

export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code: string;
  readonly value?: unknown;
  readonly message?: string;
}

export class ApiProblem extends Error {
  readonly status: number;
  readonly errors: readonly (FieldError | string)[] | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, details: { errors?: readonly (FieldError | string)[]; headers?: Readonly<Record<string, string>> } = {}) {
    super(message);
    this.status = status;
    this.errors = details.errors ?? null;
    this.headers = details.headers ?? {};
  }

  toResponse(): Response {
    const body = {
      message: this.message,
      ...(this.errors === null ? {} : { errors: this.errors }),
      documentation_url: "https://docs.github.com/rest",
      status: String(this.status),
    };
    return Response.json(body, { status: this.status, headers: { ...this.headers } });
  }
}

export function notFound(): ApiProblem {
  return new ApiProblem(404, "Not Found");
}

export function badCredentials(message = "Bad credentials"): ApiProblem {
  return new ApiProblem(401, message);
}

/** 422 as GitHub words it, with the offending fields. */
export function invalid(...errors: (FieldError | string)[]): ApiProblem {
  return new ApiProblem(422, "Validation Failed", { errors });
}

export function unprocessable(message: string): ApiProblem {
  return new ApiProblem(422, message);
}

/** 403 of an installation token whose permissions do not suffice; `accepted` is GitHub's header value, such as "checks=write". */
export function notAccessible(accepted: string): ApiProblem {
  return new ApiProblem(403, "Resource not accessible by integration", { headers: { "x-accepted-github-permissions": accepted } });
}

/** A push or merge that branch protection or a ruleset forbids. Each text is one violated requirement. */
export class RuleViolation extends ApiProblem {
  readonly violations: readonly string[];

  constructor(violations: readonly string[], status = 422) {
    super(status, `Repository rule violations found\n\n${violations.join("\n\n")}\n\n`);
    this.violations = violations;
  }
}
