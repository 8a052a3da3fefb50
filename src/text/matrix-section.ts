/** The matrix in the tracking issue, and what changed since the tag before: Markdown of bounded length, whatever there is to show. */
import type { RepositoryName } from "../domain/model/refs.ts";
import type { AcceptanceChange } from "../domain/policy/acceptance-matrix.ts";
import type { ReleaseMatrix } from "../domain/policy/release-matrix.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCodeCell, markdownText } from "./escape.ts";
import { CHANGE_ORDER, CHANGE_WORDS, cellText } from "./matrix-words.ts";
import { referenceText } from "./tracking-reference.ts";

export interface MatrixPlace {
  /** where the issue stands */
  readonly home: RepositoryName;
  /** repositories of which nothing but the name is shown, in lower case */
  readonly hidden: ReadonlySet<string>;
}

/** A table wider than this is read by nobody: the oldest tags give way. */
const MOST_COLUMNS = 8;
const MOST_ROWS = 200;
const MOST_CHANGES = 60;

export function matrixSectionText({ matrix, groups }: ReleaseMatrix, place: MatrixPlace, room: number): string {
  const { tags, environments, rows } = matrix;
  if (tags.length === 0) return "### Candidates\nNo candidate is tagged yet. Each one gets its columns here when it is.";
  const shown = Math.min(tags.length, Math.max(1, Math.floor(MOST_COLUMNS / environments.length)));
  const from = tags.length - shown;
  const titles = new Map(groups.map(({ id, title }) => [id, title]));
  const header = ["Feature", ...tags.slice(from).flatMap((tag) => environments.map((environment) => (environments.length === 1 ? markdownText(tag, 60) : `${markdownText(tag, 60)}<br>${markdownText(environment.title, 40)}`)))];
  const lines: string[] = [];
  let group: string | null = null;
  let length = 0;
  for (const { feature, columns } of rows.slice(0, MOST_ROWS)) {
    const name = feature.group === null ? "" : titles.get(feature.group) ?? feature.group;
    if (groups.length > 0 && name !== group) lines.push(tableRow([`**${name === "" ? "In no group" : markdownText(name, 60)}**`, ...header.slice(1).map(() => "")]));
    group = name;
    const accepted = columns.at(-1)?.accepted === true ? " ✓" : "";
    const line = tableRow([`${nameOf(feature, place)}${accepted}`, ...columns.slice(from).flatMap((column) => column.cells.map(cellText))]);
    length += line.length + 1;
    if (length > room) break;
    lines.push(line);
  }
  const left = rows.length - lines.filter((line) => !line.startsWith("| **")).length;
  return [
    "### Candidates", from === 0 ? "" : `The last ${counted(shown, "tag")} of ${tags.length}.`, "", tableRow(header), tableRow(header.map(() => "---")), ...lines,
    ...(left > 0 ? ["", `${counted(left, "more feature")}: \`release-warden matrix --repo ${place.home} --html\` shows them all.`] : []),
  ].join("\n");
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function nameOf({ repository, number, title }: { readonly repository: RepositoryName; readonly number: number; readonly title: string }, { home, hidden }: MatrixPlace): string {
  return hidden.has(repository.toLowerCase()) ? `${markdownText(repository, 140)} ${number} (private)` : referenceText({ repository, number, sha: null, title, private: false }, home);
}

/** From the last tag but one to the last. */
export function differenceSectionText({ matrix, differences }: ReleaseMatrix, place: MatrixPlace): string {
  const last = differences.at(-1);
  if (last === undefined) return "### Since the candidate before\nThere are no two candidates to compare yet.";
  const heading = `### From ${markdownText(last.from, 120)} to ${markdownText(last.to, 120)}`;
  if (last.changes.length === 0) return `${heading}\nNothing changed.`;
  const counts = CHANGE_ORDER.flatMap((kind) => { const count = last.changes.filter(({ change }) => change === kind).length; return count === 0 ? [] : [`${count} ${CHANGE_WORDS[kind]}`]; });
  const ordered = CHANGE_ORDER.flatMap((kind) => last.changes.filter(({ change }) => change === kind));
  const places = new Map(matrix.environments.map(({ id, title }) => [id, title]));
  const line = ({ feature, link, environment, change }: AcceptanceChange): string =>
    tableRow([CHANGE_WORDS[change], nameOf(feature, place), place.hidden.has(feature.repository.toLowerCase()) ? "" : markdownCodeCell(link, 120), markdownText(places.get(environment) ?? environment, 60)]);
  const more = ordered.length - MOST_CHANGES;
  return [heading, `${joined(counts)}.`, "", tableRow(["Change", "Feature", "Test", "Where"]), tableRow(["---", "---", "---", "---"]), ...ordered.slice(0, MOST_CHANGES).map(line), ...(more > 0 ? ["", `and ${counted(more, "more change")}: \`release-warden matrix --repo ${place.home} --json\` lists them all.`] : [])].join("\n");
}
