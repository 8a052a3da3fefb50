/** What a rehearsal shows of milestones: their three dates as the issue on GitHub says them, how they came about, and what was refused on the way. */
import { readSection } from "../domain/desired/fenced-section.ts";
import type { Instant } from "../domain/model/instant.ts";
import { plainCell } from "./check-reading.ts";
import type { WrittenCheck } from "./check-reading.ts";
import type { Paint } from "./decision-line.ts";
import { counted, firstFew } from "./enumeration.ts";
import { terminalText } from "./escape.ts";
import { instantText } from "./instant.ts";
import { tableLines } from "./table.ts";

export interface RehearsedDates {
  readonly proposals: readonly { readonly at: Instant; readonly before: WrittenCheck | null; readonly after: WrittenCheck | null }[];
  /** the issue with the dates of all milestones after each change, oldest first */
  readonly dates: readonly { readonly at: Instant; readonly number: number; readonly body: string }[];
}

interface ReadDates {
  readonly rows: readonly DateRow[];
  readonly total: string | null;
  readonly outOfOrder: readonly string[];
}

interface DateRow {
  readonly title: string;
  readonly planned: string;
  readonly live: string;
  readonly actual: string;
  readonly state: string;
  readonly slip: string;
}

const PROBLEMS_SHOWN = 2;

/** Finished lines; none where the plan asks for no such issue. `home` = the repository that it stands in. */
export function dateLines({ proposals, dates }: RehearsedDates, home: string, zone: string, width: number | null, paint: Paint): readonly string[] {
  const last = dates.at(-1);
  if (last === undefined) return [];
  const read = readDates(last.body);
  const rows = read.rows.map(({ title, planned, live, actual, state, slip }) => [title, planned, live, actual, state, slip].map((cell) => terminalText(cell, 80)));
  const happened = [...changes(dates, zone), ...proposals.flatMap((one) => proposalLines(one, zone, paint))].toSorted((a, b) => a.at - b.at);
  return [
    paint("strong", `Milestones, as ${terminalText(home, 140)}#${last.number} shows them`),
    ...tableLines(["Milestone", "First planned", "Live", "Actual", "State", "Slip"], rows, { width }),
    ...(read.total === null ? [] : [terminalText(read.total, 200)]),
    ...read.outOfOrder.map((line) => paint("doubt", terminalText(line, 200))),
    "",
    paint("strong", "How they came about"),
    ...happened.flatMap(({ lines }) => lines),
  ];
}

interface Happened {
  readonly at: Instant;
  readonly lines: readonly string[];
}

/** Whatever the issue came to say that it had not said before. */
function changes(dates: RehearsedDates["dates"], zone: string): readonly Happened[] {
  return dates.map(({ at, body }, index): Happened => {
    const now = readDates(body);
    const before = index === 0 ? null : readDates(dates[index - 1]?.body ?? "");
    if (before === null) return { at, lines: [dated(at, zone, `${counted(now.rows.length, "milestone")}, each with its tracking issue; the dates are as first planned`)] };
    const moved = now.rows.filter(({ title, live }) => before.rows.some((row) => row.title === title && row.live !== live));
    const ended = now.rows.filter(({ title, actual, state }) => before.rows.some((row) => row.title === title && (row.actual !== actual || row.state !== state)));
    const warned = now.outOfOrder.filter((line) => !before.outOfOrder.includes(line));
    return { at, lines: [
      ...(moved.length === 0 ? [] : [dated(at, zone, `the live dates move: ${firstFew(moved.map(({ title, live }) => `${title} to ${day(live)}`), 10)}`)]),
      ...warned.map((line) => dated(at, zone, line)),
      ...ended.map(({ title, actual, state }) => dated(at, zone, `${title} is ${state}${actual === "not yet" ? "" : `: ${actual.replace("partly, ", "")}`}`)),
    ] };
  });
}

function proposalLines({ at, before, after }: RehearsedDates["proposals"][number], zone: string, paint: Paint): readonly Happened[] {
  const said = problems(before, "error");
  return [{ at, lines: [
    `${dated(at, zone, "a change of the plan moves the dates and does not say where that was decided:")} ${verdict(before, paint)}`,
    ...said.slice(0, PROBLEMS_SHOWN).map((line) => `    ${terminalText(line, 200)}`),
    ...(said.length > PROBLEMS_SHOWN ? [`    and ${said.length - PROBLEMS_SHOWN} more like it`] : []),
    `  with the address of the minutes it ${verdict(after, paint)}`,
    ...problems(after, "warning").filter((line) => line.includes(", before ")).map((line) => `    ${paint("doubt", "warned")}: ${terminalText(line, 200)}`),
  ] }];
}

function verdict(check: WrittenCheck | null, paint: Paint): string {
  if (check === null) return paint("doubt", "has no check");
  const word = check.conclusion === "failure" ? paint("bad", "refused") : check.conclusion === "success" ? paint("good", "passes") : paint("doubt", "waits");
  return `${word} (${terminalText(check.title, 160)})`;
}

/** As the check of a changed plan lists them. */
function problems(check: WrittenCheck | null, severity: "error" | "warning"): readonly string[] {
  return (check?.summary ?? "").split("\n").flatMap((line) => {
    const [, kind, message] = /^- \S+ (error|warning): (.*?)(?: Fix: .*)?$/.exec(line) ?? [];
    return kind === severity && message !== undefined ? [plainCell(message)] : [];
  });
}

/** The section of ours in that issue; a template of the repository may have other words, of which nothing is read. */
function readDates(body: string): ReadDates {
  const section = readSection(body, "live-milestones") ?? "";
  const lines = section.split("\n");
  const table = lines.slice(Math.max(0, lines.findIndex((line) => line.startsWith("|"))));
  const end = table.findIndex((line) => !line.startsWith("|"));
  const rows = (end < 0 ? table : table.slice(0, end)).filter((line) => /^\| .* \|$/.test(line)).slice(1).map((line): DateRow => {
    const [title = "", planned = "", live = "", actual = "", state = "", slip = ""] = line.replace(/^\| | \|$/g, "").split(" | ").map(plainCell);
    return { title: title.replace(/ #\d+$/, ""), planned: local(planned), live: local(live), actual: local(actual), state, slip: slip === "" ? "none" : slip };
  });
  return { rows, total: /^The last milestone .*$/m.exec(section)?.[0] ?? null, outOfOrder: lines.filter((line) => line.startsWith("**Out of order**")).map((line) => plainCell(line).replaceAll("**", "")) };
}

/** "Mon 17 June 2019 24:00 Oslo (22:00 UTC)" without what a line on a terminal has no room for. */
function local(date: string): string {
  return date.replace(/ \(\d\d:\d\d UTC\)/g, "");
}

function day(date: string): string {
  return /\d+ \p{L}+/u.exec(date)?.[0] ?? date;
}

function dated(at: Instant, zone: string, words: string): string {
  return `  ${day(instantText(at, zone, null))}: ${terminalText(words, 400)}`;
}
