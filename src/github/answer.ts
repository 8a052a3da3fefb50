/** One exchange with GitHub as values: what is asked, and what came back, whatever its status. Only a missing answer is an exception. */
export interface Call {
  /** `GET /repos/{owner}/{repo}/…` with Octokit's placeholders, or a method and a whole URL */
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  /** lower-case names */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The sentence GitHub gave with a refusal; empty when it gave none. */
export function messageOf(answer: Answer): string {
  const body = answer.body;
  if (typeof body === "string") return body.slice(0, 300);
  if (typeof body !== "object" || body === null || !("message" in body)) return "";
  const details = "errors" in body && Array.isArray(body.errors) ? body.errors.map(detailOf).filter((text) => text !== "") : [];
  return [String(body.message), ...details].join("; ");
}

function detailOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (typeof error !== "object" || error === null) return "";
  const { message, field, code } = error as Record<string, unknown>;
  if (typeof message === "string") return message;
  return [field, code].filter((part) => typeof part === "string").join(" ");
}
