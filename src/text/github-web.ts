/** Addresses on GitHub that people open in a browser. */
import type { RepositoryName } from "../domain/model/refs.ts";

/**
 * Where people open GitHub, from the address of its API. Without a slash at the end.
 * Source: docs.github.com, "REST API: base URL" for GitHub.com and data residency (`api.` before the host), GitHub Enterprise Server (`/api/v3`).
 */
export function webAddress(apiUrl: string): string {
  const url = new URL(apiUrl);
  const host = url.host.startsWith("api.") ? url.host.slice("api.".length) : url.host;
  const path = url.pathname.replace(/\/api\/v3\/?$/, "").replace(/\/+$/, "");
  return `${url.protocol}//${host}${path}`;
}

/** Opens GitHub's editor on a file that stands there. */
export function editLink(web: string, repository: RepositoryName, branch: string, path: string): string {
  const parts = (text: string): string => text.split("/").map(encodeURIComponent).join("/");
  return `${web}/${parts(repository)}/edit/${parts(branch)}/${parts(path)}`;
}

/**
 * Opens GitHub's editor on a new file with the text filled in; nothing is written until the person commits it.
 * Source: docs.github.com, "Creating new files": the query parameters `filename` and `value`.
 */
export function newFileLink(web: string, repository: RepositoryName, branch: string, path: string, text: string): string {
  const query = `filename=${encodeURIComponent(path).replaceAll("%2F", "/")}&value=${encodeURIComponent(text)}`;
  return `${web}/${repository.split("/").map(encodeURIComponent).join("/")}/new/${branch.split("/").map(encodeURIComponent).join("/")}?${query}`;
}
