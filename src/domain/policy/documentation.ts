/**
 * Whether a pull request brings its documentation along: it touches the documentation, or says `docs: none — reason` in its text, or is of a kind
 * that no user sees. A file list that is missing or was cut short shows what it shows and nothing more.
 */
import type { ChangeKind } from "../model/change-kind.ts";
import type { DocumentationRules } from "../model/plan-testing.ts";
import type { PullFacts } from "../model/pull.ts";
import { matchesAny, namesOf } from "./paths.ts";
import { proseOf } from "./prose.ts";

export type DocumentationDecision =
  | { readonly verdict: "allow"; readonly because: "touched"; readonly paths: readonly string[] }
  | { readonly verdict: "allow"; readonly because: "none-needed"; readonly reason: string }
  | { readonly verdict: "skip"; readonly because: "kind"; readonly kind: ChangeKind }
  | { readonly verdict: "block"; readonly because: "missing" | "no-reason" }
  | { readonly verdict: "wait"; readonly because: "files-unknown" };

const BODY_CAP = 60_000;
const STATEMENT = /^[ \t]{0,20}(?:[-*+][ \t]{1,4})?(?:\[[xX ]\][ \t]{1,4})?docs?(?:umentation)?[ \t]{0,3}:[ \t]{0,3}(?:none|n\/a|not needed|no)\b[ \t]{0,5}(.{0,500})$/im;
const LEAST_REASON = 3;

export function decideDocumentation(rules: DocumentationRules, pull: Pick<PullFacts, "files" | "filesComplete" | "body">, kind: ChangeKind): DocumentationDecision {
  const touched = (pull.files ?? []).flatMap(namesOf).filter((path) => matchesAny(rules.paths, path));
  if (touched.length > 0) return { verdict: "allow", because: "touched", paths: [...new Set(touched)] };
  if (rules.except.includes(kind)) return { verdict: "skip", because: "kind", kind };
  const statement = STATEMENT.exec(proseOf(pull.body.slice(0, BODY_CAP)));
  const reason = (statement?.[1] ?? "").replace(/^[\s—–:;,.()-]{1,20}(?:because\b)?/i, "").replace(/[)\s]{1,20}$/, "").trim();
  if (statement !== null && (reason.match(/\p{L}/gu) ?? []).length >= LEAST_REASON) return { verdict: "allow", because: "none-needed", reason };
  if (pull.files === null || !pull.filesComplete) return { verdict: "wait", because: "files-unknown" };
  return { verdict: "block", because: statement === null ? "missing" : "no-reason" };
}
