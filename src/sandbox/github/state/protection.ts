/**
 * Classic branch protection: one record a branch. Admins pass it unless enforced on them too.
 */
import { notFound } from "../api-problem.ts";
import type { Repository } from "./repository.ts";

export interface BranchProtection {
  readonly branch: string;
  readonly requiredStatusChecks: { readonly strict: boolean; readonly checks: readonly { readonly context: string; readonly appId: number | null }[] } | null;
  readonly enforceAdmins: boolean;
  readonly requiredReviews: number | null;
  readonly allowForcePushes: boolean;
  readonly allowDeletions: boolean;
  readonly lockBranch: boolean;
}

export function findProtection(repository: Repository, branch: string): BranchProtection {
  const protection = repository.protections.get(branch);
  if (protection === undefined) throw notFound();
  return protection;
}

export function setProtection(repository: Repository, protection: BranchProtection): void {
  repository.protections.set(protection.branch, protection);
}

export function removeProtection(repository: Repository, branch: string): void {
  repository.protections.delete(findProtection(repository, branch).branch);
}
