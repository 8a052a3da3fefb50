/** The acceptance matrix: which feature's tests passed on which of the last tags in which environment, and what changed from one tag to the next. */
import type { AcceptanceChange, MatrixCell, MatrixRow, MatrixState } from "../../domain/policy/acceptance-matrix.ts";
import { releaseMatrix } from "../../domain/policy/release-matrix.ts";
import { plainText } from "../escape.ts";
import { cellText, CHANGE_ORDER, CHANGE_WORDS } from "../matrix-words.ts";
import type { PageFacts } from "./facts.ts";
import { paged } from "./moment.ts";
import type { Paged } from "./moment.ts";

export interface AcceptanceView {
  /** false = the plan names no features */
  readonly asked: boolean;
  /** of the last tags, oldest first */
  readonly tags: readonly { readonly tag: string; readonly accepted: number; readonly total: number }[];
  /** earlier ones that are not shown */
  readonly earlier: number;
  readonly features: Paged<FeatureRow>;
  readonly changes: { readonly from: string; readonly to: string; readonly list: readonly ChangeRow[]; readonly more: number } | null;
}

export interface FeatureRow {
  readonly reference: string;
  readonly url: string;
  readonly title: string;
  /** null = as the one before, or in none */
  readonly group: string | null;
  readonly accepted: boolean;
  readonly tags: readonly { readonly tag: string; readonly cells: readonly { readonly place: string; readonly text: string; readonly tone: "good" | "bad" | "doubt" | "plain" }[] }[];
}

export interface ChangeRow {
  readonly words: string;
  readonly tone: "good" | "bad" | "doubt" | "plain";
  readonly reference: string;
  readonly url: string;
  readonly test: string;
  readonly place: string;
}

const SHOWN_TAGS = 3;
const SHOWN_CHANGES = 50;
const TONES: Readonly<Record<MatrixState, FeatureRow["tags"][number]["cells"][number]["tone"]>> = { "passed": "good", "failed": "bad", "no-tests": "bad", "skipped": "doubt", "expired": "doubt", "partly": "doubt", "not-run": "plain", "absent": "plain" };
const CHANGE_TONES: Readonly<Record<AcceptanceChange["change"], ChangeRow["tone"]>> = { "regressed": "bad", "expired": "doubt", "never-run": "plain", "fixed": "good" };

export function acceptanceView(facts: PageFacts, page: number): AcceptanceView {
  const { matrix, differences, groups } = releaseMatrix(facts.record.path, facts.plan, facts.standings, facts.features);
  const titles = new Map(groups.map(({ id, title }) => [id, title]));
  const first = Math.max(0, matrix.tags.length - SHOWN_TAGS);
  const rows = paged(matrix.rows, page, (to) => `${facts.path}/acceptance?page=${to}`);
  const last = differences.at(-1) ?? null;
  const urgent = last === null ? [] : CHANGE_ORDER.flatMap((kind) => last.changes.filter(({ change }) => change === kind));
  const place = (id: string): string => plainText(matrix.environments.find((one) => one.id === id)?.title ?? id, 60);
  return {
    asked: facts.plan.features !== null, earlier: first,
    tags: matrix.tags.slice(first).map((tag, index) => ({ tag: plainText(tag, 80), accepted: matrix.rows.filter(({ columns }) => columns[first + index]?.accepted === true).length, total: matrix.rows.length })),
    features: { ...rows, rows: rows.rows.map((one, index) => featureRow(one, groupAt(rows.rows, index, titles), { first, place }, facts)) },
    changes: last === null ? null : {
      from: plainText(last.from, 80), to: plainText(last.to, 80), more: Math.max(0, urgent.length - SHOWN_CHANGES),
      list: urgent.slice(0, SHOWN_CHANGES).map(({ feature, link, environment, change }) => ({ words: CHANGE_WORDS[change], tone: CHANGE_TONES[change], ...named(feature, facts), test: plainText(link, 120), place: place(environment) })),
    },
  };
}

function named({ repository, number }: { readonly repository: string; readonly number: number }, { web }: PageFacts): Pick<FeatureRow, "reference" | "url"> {
  return { reference: plainText(`${repository}#${number}`), url: `${web}/${repository}/issues/${number}` };
}

/** Said where a group begins. */
function groupAt(rows: readonly MatrixRow[], index: number, titles: ReadonlyMap<string, string>): string | null {
  const [group, before] = [rows[index]?.feature.group ?? null, rows[index - 1]?.feature.group];
  if (titles.size === 0 || group === before) return null;
  return group === null ? "In no group" : plainText(titles.get(group) ?? group, 80);
}

function featureRow({ feature, columns }: MatrixRow, group: string | null, { first, place }: { readonly first: number; readonly place: (id: string) => string }, facts: PageFacts): FeatureRow {
  const shown = columns.slice(first);
  return {
    ...named(feature, facts), title: plainText(feature.title, 120), group, accepted: shown.at(-1)?.accepted === true,
    tags: shown.map(({ tag, cells }) => ({ tag: plainText(tag, 80), cells: cells.flatMap((cell) => cellOf(cell, place)) })),
  };
}

/** A feature that was none then says nothing. */
function cellOf(cell: MatrixCell, place: (id: string) => string): FeatureRow["tags"][number]["cells"] {
  return cell.state === "absent" ? [] : [{ place: place(cell.environment), text: cellText(cell), tone: TONES[cell.state] }];
}
