/** The matrix of a release for a terminal: one line a feature, one column for each tag and place. */
import type { TestEnvironment } from "../domain/model/plan-testing.ts";
import type { AcceptanceChange, MatrixCell } from "../domain/policy/acceptance-matrix.ts";
import type { ReleaseMatrix, TagDifference } from "../domain/policy/release-matrix.ts";
import type { Paint, Tone } from "./decision-line.ts";
import { unpainted } from "./decision-line.ts";
import { counted } from "./enumeration.ts";
import { terminalText } from "./escape.ts";
import { CHANGE_ORDER, CHANGE_WORDS, cellText } from "./matrix-words.ts";
import { tableLines } from "./table.ts";

const MOST_CHANGES = 40;
const TONES: Partial<Readonly<Record<MatrixCell["state"], Tone>>> = { "passed": "good", "failed": "bad", "expired": "doubt", "skipped": "doubt", "partly": "doubt", "no-tests": "bad" };

export function matrixLines(release: ReleaseMatrix, columns: number | null, paint: Paint = unpainted): readonly string[] {
  const { matrix } = release;
  if (matrix.rows.length === 0) return [paint("strong", terminalText(release.release)), "No feature has been looked at yet."];
  const several = matrix.environments.length > 1;
  const header = ["Feature", ...matrix.tags.flatMap((tag) => [terminalText(tag, 60), ...matrix.environments.map((place) => (several ? terminalText(place.title, 40) : "tests"))]), "Title"];
  const rows = matrix.rows.map(({ feature, columns: tags }) => [
    terminalText(`${feature.repository}#${feature.number}`, 140),
    ...tags.flatMap((column) => [column.cells.some((cell) => cell.state !== "absent") ? (column.accepted ? "accepted" : "open") : "", ...column.cells.map(cellText)]),
    terminalText(feature.title, 100),
  ]);
  const states = matrix.rows.map(({ columns: tags }) => tags.flatMap((column) => [column.accepted ? "passed" as const : null, ...column.cells.map((cell) => cell.state)]));
  const paintCell = (text: string, row: number, column: number): string => {
    const state = row < 0 ? null : states[row]?.[column - 1] ?? null;
    const tone = state === null ? undefined : TONES[state];
    return tone === undefined ? text : paint(tone, text);
  };
  return [
    paint("strong", terminalText(release.release)), "",
    ...tableLines(header, rows, { width: columns, paintCell }), "",
    ...release.differences.flatMap((difference) => differenceLines(difference, matrix.environments, paint)),
  ];
}

function differenceLines({ from, to, changes }: TagDifference, places: readonly TestEnvironment[], paint: Paint): readonly string[] {
  const heading = paint("strong", `From ${terminalText(from, 120)} to ${terminalText(to, 120)}`);
  if (changes.length === 0) return [heading, "  Nothing changed.", ""];
  const ordered = CHANGE_ORDER.flatMap((kind) => changes.filter(({ change }) => change === kind));
  const more = ordered.length - MOST_CHANGES;
  return [heading, ...ordered.slice(0, MOST_CHANGES).map((change) => changeLine(change, places)), ...(more > 0 ? [`  and ${counted(more, "more change")}: --json lists them all`] : []), ""];
}

function changeLine({ feature, link, environment, change }: AcceptanceChange, places: readonly TestEnvironment[]): string {
  return `  ${CHANGE_WORDS[change].padEnd(9)}  ${terminalText(`${feature.repository}#${feature.number}`, 140)}  ${terminalText(link, 120)}  in ${terminalText(places.find(({ id }) => id === environment)?.title ?? environment, 60)}`;
}
