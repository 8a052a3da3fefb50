/** How GitHub's objects are named. A numeric id survives renames and transfers; names are for people and for URLs. */

export interface RepositoryRef {
  /** GitHub's numeric repository id */
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

/** `owner/name`, compared without regard to case because GitHub does so. */
export type RepositoryName = string;

export function repositoryName(ref: { readonly owner: string; readonly name: string }): RepositoryName {
  return `${ref.owner}/${ref.name}`;
}

export function sameRepository(a: RepositoryName, b: RepositoryName): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Who did something. `bot` is GitHub's user type, not a guess by name. */
export interface Person {
  readonly login: string;
  readonly bot: boolean;
}

/** Role in a repository, weakest first. `null` elsewhere means "not known", which never counts as a right. */
export const ROLES = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Role = (typeof ROLES)[number];

export function hasRole(role: Role | null, atLeast: Role): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(atLeast);
}
