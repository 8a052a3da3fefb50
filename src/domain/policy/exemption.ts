/**
 * What a freeze leaves out from the start: products, repositories and paths.
 * Exemptions by path need all the files: one file that is not shown could be the one that breaks it.
 */
import type { Reason } from "../model/decision.ts";
import { sameRepository } from "../model/refs.ts";
import { isExempt } from "./freeze-case.ts";
import type { FreezeCase } from "./freeze-case.ts";
import { pathsOutside } from "./paths.ts";
import { reason } from "./reason.ts";

/** As many breaking files as a page can show; `total` says how many there are. */
const SHOWN = 10;

/** Nodes only for what the plan exempts at all. */
export function exemptionReasons(kase: FreezeCase): readonly Reason[] {
  return [...productReasons(kase), ...repositoryReasons(kase), ...pathReasons(kase)];
}

function productReasons(kase: FreezeCase): readonly Reason[] {
  const { claims, certain, files } = kase.claims;
  const exempt = claims.filter((claim) => isExempt(kase.freeze, claim));
  if (exempt.length === 0) return [];
  const product = exempt.map((claim) => claim.product?.title ?? "").join(", ");
  const bound = claims.filter((claim) => !isExempt(kase.freeze, claim));
  if (bound.length === 0) return [reason("product-exempt", true, { product, id: exempt[0]?.product?.id ?? null })];
  if (!certain) return [unknownFiles(kase)];
  const breaking = [...new Set(bound.flatMap((claim) => files.get(claim) ?? []))];
  const patterns = exempt.flatMap((claim) => claim.product?.paths ?? []);
  return [reason("paths-exempt", false, { product, patterns, breaking: breaking.slice(0, SHOWN), shown: Math.min(SHOWN, breaking.length), total: breaking.length })];
}

function repositoryReasons({ freeze, pull }: FreezeCase): readonly Reason[] {
  const listed = freeze.except.repositories.some((repository) => sameRepository(repository, pull.repository));
  return listed ? [reason("repository-exempt", true, { repository: pull.repository })] : [];
}

function pathReasons(kase: FreezeCase): readonly Reason[] {
  const patterns = kase.freeze.except.paths;
  const { files, filesComplete } = kase.pull;
  if (patterns.length === 0) return [];
  if (files === null || !filesComplete) return [unknownFiles(kase)];
  const breaking = pathsOutside(patterns, files);
  // A pull request without files proves nothing about where it would change something.
  const met = files.length > 0 && breaking.length === 0;
  return [reason("paths-exempt", met, { patterns, breaking: breaking.slice(0, SHOWN), shown: Math.min(SHOWN, breaking.length), total: breaking.length })];
}

function unknownFiles({ pull }: FreezeCase): Reason {
  return reason("paths-unknown", null, { count: pull.files === null ? null : pull.files.length });
}
