/** What stands in the issue of a product: what the plan says of it, and what it does not say yet. Of a private product the names and no more. */
import type { HandedOver, Product, ReleasePlan, TeamMember } from "../domain/model/plan.ts";
import type { CardAnswer, CardFunction, ProductCard } from "../domain/model/plan-record.ts";
import { CARD_QUESTIONS, missingAnswers } from "../domain/policy/product-card.ts";
import type { CardQuestion } from "../domain/policy/product-card.ts";
import type { TakenVersion } from "../domain/policy/taken-version.ts";
import { firstFew, joined } from "./enumeration.ts";
import { markdownBlock, markdownCode, markdownCodeCell, markdownText, plainText } from "./escape.ts";
import { plannedTimeText } from "./instant.ts";
import { mentionText } from "./tracking-reference.ts";

const TITLE_CAP = 250;
const ITEM = 500;
/** Characters that one row may take: GitHub takes 65,536 in all. */
const ROOM = 3_000;
const LONG_ROOM = 9_000;

const NAMES: Readonly<Record<CardQuestion, string>> = {
  description: "What it is for", audit: "Audit", documentation: "Documentation", legalReview: "Legal review", ci: "Build and tests", platforms: "Platforms",
  functionality: "New or changed functions", userStories: "User stories", refactor: "Refactoring", rollout: "Rollout", environments: "Test environments",
};
const BLANK = "*not answered yet*";

export interface ShownProduct {
  readonly product: Product;
  /** whoever answers for it where it names nobody */
  readonly manager: string | null;
  readonly path: string;
  /** repositories of which the name is shown and no link, in lower case */
  readonly unlinked: ReadonlySet<string>;
  /** the version that it is to have is tagged before its time; null = it is not */
  readonly taken: TakenVersion | null;
}

export function productTitle({ release }: ReleasePlan, { title }: Product): string {
  return plainText(`${release.name}: product: ${title}`, TITLE_CAP);
}

export function productText({ product, manager, path, unlinked, taken }: ShownProduct): string {
  const { card, version, team, repositories, branch } = product;
  const rows: readonly (readonly [string, string])[] = [
    [NAMES.description, shown(card, "description")],
    ["Manager", managerText(product.manager, product.handedOver, manager)],
    ["Team", team.length === 0 ? "nobody yet" : lines(teamByRole(team), ROOM)],
    ["Repository", repositories.length === 0 ? "this one" : lines(repositories.map((name) => repositoryText(name, unlinked)), ROOM)],
    ...(branch === null ? [] : [["Branch", markdownCodeCell(branch, 255)] as const]),
    ["Version", `${versionText(version)}${taken === null ? "" : `<br>**${takenText(taken)}**`}`],
    ...CARD_QUESTIONS.filter((question) => question !== "description").map((question) => [NAMES[question], shown(card, question)] as const),
  ];
  return [`${missingText(card)}\n`, "| | |", "|---|---|", ...rows.map(([what, says]) => `| ${what} | ${says} |`), `\nWhat stands here comes from ${markdownCode(path)}, and is changed there.`].join("\n");
}

/** In a repository that others read than those of the product. */
export function privateProductText({ product, path }: ShownProduct): string {
  const { card, repositories, title } = product;
  const names = repositories.map((name) => `${markdownText(name, 140)} (private)`);
  return [
    `${markdownText(title)} is private: it is shown by name only.${names.length === 0 ? "" : ` Its code is in ${joined(names.slice(0, 20))}.`}`,
    missingText(card), `What the release plan says of it stands in ${markdownCode(path)}.`,
  ].join("\n\n");
}

/** "4 of 11 answers are missing: audit, …" */
function missingText(card: ProductCard): string {
  const missing = missingAnswers(card);
  if (missing.length === 0) return `All ${CARD_QUESTIONS.length} questions are answered.`;
  return `**${missing.length} of ${CARD_QUESTIONS.length} not answered yet:** ${joined(missing.map((question) => NAMES[question].toLowerCase()))}. \`no\` and \`none\` are answers too.`;
}

/** A comment, once: the number is gone, and the plan does not know. */
export function takenVersionText({ id, version }: Product, taken: TakenVersion, owner: string | null, path: string): string {
  return [
    `${mentionText(owner)}: ${takenText(taken)}`, `If something else took that number, a bugfix that could not wait for instance, this goes below the product ${markdownCode(id)} in ${markdownCode(path)}:`,
    markdownBlock([`version: { current: ${taken.version}, target: ${taken.next}${version.note === null ? "" : `, note: ${JSON.stringify(version.note)}`} }`], "yaml"),
  ].join("\n\n");
}

function takenText({ tag, ahead }: TakenVersion): string {
  return `${markdownCodeCell(tag, 100)} is tagged already, and ${firstFew(ahead.map((title) => markdownText(title, 100)), 3)} ${ahead.length === 1 ? "is" : "are"} still ahead.`;
}

/** Of a reminder. */
export function missingAnswersTitle({ title, card }: Product): string {
  return plainText(`What is missing on the card of ${title} (${missingAnswers(card).length} of ${CARD_QUESTIONS.length} answers)`, TITLE_CAP);
}

function shown(card: ProductCard, question: CardQuestion): string {
  switch (question) {
    case "description": return card.description === null ? BLANK : markdownText(card.description, 2_000);
    case "ci": return card.ci === null ? BLANK : card.ci === "none" ? "none" : listed(card.ci.map(({ who, what }) => `${who === null ? "" : `${markdownText(who, 100)}: `}${markdownText(what, ITEM)}`), ROOM);
    case "functionality": return card.functionality === null ? BLANK : listed(card.functionality.map(functionText), LONG_ROOM);
    case "userStories": return card.userStories === null ? BLANK : listed(card.userStories.map((story) => markdownText(story, ITEM)), LONG_ROOM);
    default: return answerText(card[question]);
  }
}

function answerText(answer: CardAnswer): string {
  if (answer === null) return BLANK;
  if (answer.said === "words") return lines(answer.lines.map((line) => markdownText(line, ITEM)), ROOM);
  return answer.note === null ? answer.said : `${answer.said}: ${markdownText(answer.note, ITEM)}`;
}

function functionText({ what, who, delayed }: CardFunction): string {
  const owner = who === null ? "nobody named yet" : markdownText(who, 100);
  if (delayed === null) return `${markdownText(what, ITEM)} (${owner})`;
  return `${markdownText(what, ITEM)} (${owner}), moved to ${markdownText(delayed.to)}${delayed.on === null ? "" : `, decided ${plannedTimeText(delayed.on, null)}`}`;
}

function managerText(own: string | null, handedOver: readonly HandedOver[], manager: string | null): string {
  const name = own !== null ? markdownText(own) : manager === null ? "nobody yet" : `${markdownText(manager)}, who manages the release`;
  return lines([name, ...handedOver.map(({ by, on, because }) => `until ${plannedTimeText(on, null)} ${markdownText(by)}${because === null ? "" : `: ${markdownText(because)}`}`)], ROOM);
}

/** "Developer: ann, ben" */
function teamByRole(team: readonly TeamMember[]): readonly string[] {
  const roles = new Map<string, string[]>();
  for (const { who, role, open } of team) {
    const name = who === null ? "nobody yet" : `${markdownText(who, 100)}${open ? " (open)" : ""}`;
    const people = roles.get(role ?? "");
    if (people === undefined) roles.set(role ?? "", [name]);
    else people.push(name);
  }
  return [...roles].map(([role, people]) => `${role === "" ? "" : `${markdownText(role, 100)}: `}${people.join(", ")}`);
}

/** An address without a host leads to wherever GitHub is. */
function repositoryText(name: string, unlinked: ReadonlySet<string>): string {
  const words = markdownText(name, 140);
  return unlinked.has(name.toLowerCase()) || !/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(name) ? `${words} (private)` : `[${words}](/${name})`;
}

function versionText({ current, target, note }: Product["version"]): string {
  const said = current === null && target === null ? "nothing said yet" : `${current === null ? "" : `${markdownText(current, 60)} → `}${target === null ? "not decided yet" : markdownText(target, 60)}`;
  return note === null ? said : `${said}<br>${markdownText(note, ITEM)}`;
}

function listed(items: readonly string[], room: number): string {
  return items.length === 0 ? "none" : lines(items.map((item) => (items.length === 1 ? item : `• ${item}`)), room);
}

/** As many as there is room for, the first in any case. */
function lines(items: readonly string[], room: number): string {
  let length = 0;
  const cut = items.findIndex((item, at) => (length += item.length + 4) > room && at > 0);
  const kept = cut === -1 ? items : items.slice(0, cut);
  return [...kept, ...(kept.length < items.length ? [`and ${items.length - kept.length} more`] : [])].join("<br>");
}
