/**
 * References in the tracking issue. They are GitHub's own short ones, which it turns into links and shows on the pull request's page, so that
 * whoever waits finds the way to the issue. Of a private repository nothing but its name is shown.
 */
import type { RepositoryName } from "../domain/model/refs.ts";
import { sameRepository } from "../domain/model/refs.ts";
import { markdownCode, markdownText } from "./escape.ts";

export interface Referred {
  readonly repository: RepositoryName;
  /** null = a commit without a pull request */
  readonly number: number | null;
  readonly sha: string | null;
  /** null = not to be shown */
  readonly title: string | null;
  readonly private: boolean;
}

/** `#12 Add a button`, `acme/web#12 …`, or `acme/web` alone. `home` is where the issue stands. */
export function referenceText({ repository, number, sha, title, private: hidden }: Referred, home: RepositoryName): string {
  if (hidden) return `${markdownText(repository, 140)} (private)`;
  const words = title === null || title === "" ? "" : ` ${markdownText(title, 100)}`;
  if (number !== null) return `${sameRepository(repository, home) ? "" : repository}#${number}${words}`;
  return `${sameRepository(repository, home) ? "" : `${repository}@`}${(sha ?? "").slice(0, 12)}${words}`;
}

/** A mention that notifies: only for names that the plan gives and GitHub could give. */
export function mentionText(name: string | null): string {
  if (name === null) return "Release manager";
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\/[A-Za-z0-9._-]{1,100})?$/.test(name) ? `@${name}` : markdownCode(name, 60);
}
