/** What a board says of itself and of its items, the same as a table where there is no board, and why there is none. */
import type { BoardProblem, BoardValues } from "../domain/model/board.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { BoardEntry } from "../domain/policy/board-rows.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";

/** GitHub cuts longer titles. */
const TITLE_CAP = 250;
const ROWS_SHOWN = 300;

export interface BoardPlace {
  /** `owner/name` of the repository that holds the plan */
  readonly home: RepositoryName;
  readonly path: string;
  readonly release: string;
}

/** It is found again by this. */
export function boardTitle({ release, home }: BoardPlace): string {
  return `Release ${plainText(release, 100)} (${home})`;
}

export function boardItemTitle({ of }: BoardEntry): string {
  return plainText("milestone" in of ? of.milestone.milestone.title : of.feature.title, TITLE_CAP) || "(no title)";
}

/** Of a draft that stands for a milestone. */
export function boardItemText({ of }: BoardEntry, { home, path, release }: BoardPlace): string {
  const description = "milestone" in of ? of.milestone.milestone.description : null;
  return [
    ...(description === null ? [] : [markdownText(description, 2_000)]),
    `Milestone of the release ${markdownText(release)}. Its dates stand in ${markdownCode(path)} of ${markdownText(home)} and are changed there.`,
  ].join("\n\n");
}

/** The part of the board's description that is ours. */
export function boardReadmeText({ home, path, release }: BoardPlace, problems: readonly BoardProblem[]): string {
  return [
    `This board shows the plan of the release ${markdownText(release)}: an item for each milestone and each feature. It follows ${markdownCode(path)} of ${markdownText(home)} and the issues; nothing is read back from it.`,
    "The fields Phase, Planned, Live, Status, Owner and Slip (days) are written by the Warden. What you change in them is put back once and then left until the plan changes. An item that you archive or remove stays away. Everything else here is yours.",
    ...(problems.length === 0 ? [] : [problems.map((problem) => `- ${boardProblemText(problem, null)}`).join("\n")]),
  ].join("\n\n");
}

/** One sentence or two: what is so, and what to do. `number` = of the board that the plan names; null = it names none. */
export function boardProblemText(problem: BoardProblem, number: number | null): string {
  const board = number === null ? "The board" : `The project ${number}`;
  switch (problem.code) {
    case "no-right": return "The app may not write projects here: give it the right `organization_projects: write`, as the README's table of rights says.";
    case "user-owned": return "This repository belongs to a person, and GitHub lets no app write projects of people. A repository of an organization can have a board.";
    case "not-found": return `${board} is not there, or the app may not see it. Write the number of a project of this organization, or \`board: true\` for a new one.`;
    case "gone": return `${board} was deleted, and is not made again. To have another one, write its number under \`board\` in the plan.`;
    case "closed": return `${board} is closed, so nothing is written there until somebody opens it again.`;
    case "public": return `${board} is public, and this plan stands in a private repository, so nothing of it is shown there. Make the project private, or name another one.`;
    case "too-large": return `${board} holds more than 1,200 items, or takes no more. Archive what is done, or write \`board: true\` for a board of the release's own.`;
    case "field-type": return `The field ${problem.field} is of another type than ${TYPE_WORDS[problem.wanted]}, so it is not written. Give that field another name; a right one is made then.`;
    case "field-removed": return `The field ${problem.field} was removed and is not made again.`;
    case "option-missing": return `The field ${problem.field} lacks ${counted(problem.options.length, "option")}: ${joined(problem.options)}. Items that would have ${problem.options.length === 1 ? "it" : "one of them"} keep what they show.`;
  }
}

const TYPE_WORDS = { text: "text", number: "a number", date: "a date", choice: "a single choice" } as const;

export function boardIssueTitle({ release }: BoardPlace): string {
  return `Milestones and features of ${plainText(release, 100)}`;
}

/** Markdown: the same as on the board, in an issue. `why` null = a board stands at `url` again. */
export function boardIssueText(entries: readonly BoardEntry[], why: BoardProblem | null, place: BoardPlace, board: { readonly number: number | null; readonly url: string | null }): string {
  if (why === null) return `The plan stands on ${board.url === null ? "its board" : `its board, ${board.url}`}, so this table is kept no longer.`;
  const rows = entries.slice(0, ROWS_SHOWN).map(tableRow);
  const more = entries.length - rows.length;
  return [
    `The plan of the release ${markdownText(place.release)} in ${markdownCode(place.path)} asks for a board, and there is none. ${boardProblemText(why, board.number)} Until then the same stands here:`,
    ["| Item | Phase | Planned | Live | Status | Owner | Slip |", "|---|---|---|---|---|---|---|", ...rows, ...(more > 0 ? [`| and ${more} more | | | | | | |`] : [])].join("\n"),
  ].join("\n\n");
}

function tableRow(entry: BoardEntry): string {
  const { of, values } = entry;
  const item = "feature" in of ? `${markdownText(of.feature.title, 120)} (${of.feature.repository}#${of.feature.number})` : markdownText(of.milestone.milestone.title, 120);
  return `| ${[item, ...(["Phase", "Planned", "Live", "Status", "Owner", "Slip"] as const).map((name) => cell(values, name))].join(" | ")} |`;
}

function cell(values: BoardValues, name: keyof BoardValues): string {
  const value = values[name];
  if (value === null) return "";
  return typeof value === "number" ? counted(value, "day") : markdownText(value, 100);
}
