/**
 * The account of a release: every merge to a governed branch with its verdict and reason, and the key result product by product.
 * The same rows make the table at the end of a rehearsal and the page in Markdown.
 */
import type { Instant } from "../domain/model/instant.ts";
import type { Mode } from "../domain/model/plan.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { Verdict } from "../domain/model/decision.ts";
import type { Paint } from "./decision-line.ts";
import { unpainted } from "./decision-line.ts";
import { counted, firstFew } from "./enumeration.ts";
import { terminalText } from "./escape.ts";
import { shortInstantText } from "./instant.ts";
import { tableLines } from "./table.ts";

export interface ReportedMerge {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  readonly base: string;
  readonly mergedAt: Instant;
  readonly verdict: Verdict;
  readonly mode: Mode | null;
  /** the decision in one line, see `decisionTitle` */
  readonly reason: string;
  /** names of what it carried that the freeze does not let in, `#65` */
  readonly offending: readonly string[];
  /** a private repository appears by name only */
  readonly private: boolean;
}

export interface ReportedKeyResult {
  readonly title: string;
  readonly products: readonly ReportedProduct[];
}

export interface ReportedProduct {
  readonly product: string;
  /** merges to its branch while the freeze held */
  readonly merges: number;
  /** true = exempt from the key result as the plan says */
  readonly exempt: boolean;
  /** merges that break it, as `o/r#82` or `#82 (carries #65)` */
  readonly breaking: readonly string[];
  /** merges of which nobody can tell */
  readonly undecided: readonly string[];
}

const VERDICTS: Readonly<Record<Verdict, string>> = { allow: "allowed", block: "would wait", wait: "cannot tell", skip: "no freeze" };
const TONES = { allow: "good", block: "bad", wait: "doubt", skip: "faint" } as const;

/** `zone` is the plan's; `width` the terminal's columns or null. */
export function mergeTable(merges: readonly ReportedMerge[], zone: string, width: number | null, paint: Paint = unpainted): readonly string[] {
  const rows = merges.map((merge) => [
    terminalText(`${merge.repository}#${merge.number}`), shortInstantText(merge.mergedAt, zone, merges[0]?.mergedAt ?? null), terminalText(merge.base, 40),
    VERDICTS[merge.verdict], reasonCell(merge),
  ]);
  const paintCell = (text: string, row: number, column: number): string => {
    const merge = merges[row];
    return merge === undefined ? paint("strong", text) : column === 3 ? paint(TONES[merge.verdict], text) : text;
  };
  return tableLines(["Pull request", "Merged", "To", "Verdict", "Reason"], rows, { width, paintCell });
}

function reasonCell({ reason, private: hidden, offending, verdict }: ReportedMerge): string {
  // a reason may quote a title, a label or a branch of the repository
  if (hidden) return "private repository: reason not shown";
  const named = firstFew(offending, 8);
  const missing = verdict === "block" && offending.some((name) => !reason.includes(name));
  return terminalText(missing ? `${reason} [${named}]` : reason, 300);
}

/** "12 merges: 9 allowed, 2 would wait, 1 cannot tell". */
export function mergeCount(merges: readonly ReportedMerge[]): string {
  const order: readonly Verdict[] = ["allow", "block", "wait", "skip"];
  const parts = order.map((verdict) => ({ verdict, count: merges.filter((merge) => merge.verdict === verdict).length })).filter(({ count }) => count > 0);
  return `${counted(merges.length, "merge")}${parts.length === 0 ? "" : `: ${parts.map(({ verdict, count }) => `${count} ${VERDICTS[verdict]}`).join(", ")}`}`;
}

/** The key result, one line a product: met, broken through which merges, exempt, or not to be told. */
export function keyResultLines(result: ReportedKeyResult, width: number | null, paint: Paint = unpainted): readonly string[] {
  const rows = result.products.map((product) => [terminalText(product.product, 60), productVerdict(product), productReason(product)]);
  const paintCell = (text: string, row: number, column: number): string => {
    const product = result.products[row];
    if (product === undefined) return paint("strong", text);
    return column !== 1 ? text : paint(product.exempt ? "faint" : product.breaking.length > 0 ? "bad" : product.undecided.length > 0 ? "doubt" : "good", text);
  };
  return [`Key result: ${terminalText(result.title)}`, ...tableLines(["Product", "Result", "Why"], rows, { width, paintCell })];
}

function productVerdict(product: ReportedProduct): string {
  if (product.exempt) return "exempt";
  if (product.breaking.length > 0) return "broken";
  return product.undecided.length > 0 ? "cannot tell" : "met";
}

function productReason(product: ReportedProduct): string {
  const merges = counted(product.merges, "merge");
  if (product.exempt) return `${merges} during the freeze, which the plan lets in`;
  if (product.breaking.length > 0) return `${merges} during the freeze; broken by ${terminalText(firstFew(product.breaking, 6), 300)}`;
  if (product.undecided.length > 0) return `${merges} during the freeze; cannot tell for ${terminalText(firstFew(product.undecided, 6), 300)}`;
  return product.merges === 0 ? "no merge during the freeze" : `${merges} during the freeze, all let in`;
}
