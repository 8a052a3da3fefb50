/** Why a PostgreSQL server cannot be used, as a sentence for the operator. It names the server and the database, never a password. */

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "its name cannot be looked up",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "there is no way to it",
  "28P01": "the user or password is wrong",
  "28000": "the user may not sign in",
  "3D000": "there is no such database",
  "42501": "the user may not create tables there",
  "53300": "it takes no more connections",
};

/** The error to throw in place of `error`; itself when it says nothing about the connection. */
export function explainUnreachable(error: unknown, databaseUrl: string): unknown {
  const reason = REASONS[codeOf(error)] ?? (messageOf(error).startsWith("timeout exceeded when trying to connect") ? "it does not answer" : null);
  return reason === null ? error : new Error(`PostgreSQL${placeOf(databaseUrl)} cannot be used: ${reason}. Check DATABASE_URL and that the server runs.`, { cause: error });
}

/** A host name with several addresses fails with one error for each of them, and with no code of its own. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== "") ?? "";
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

function placeOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return "";
  const { host, pathname } = new URL(databaseUrl);
  return ` at ${host === "" ? "the local socket" : host}${pathname.length > 1 ? `, database ${decodeURIComponent(pathname.slice(1))},` : ""}`;
}
