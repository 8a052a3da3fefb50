/**
 * The issue in which a version of the procedure for incidents is voted on: how it stands and what comes next, what is voted on by whom and by which
 * rule, every vote, and the concerns. With the comments that are told under it, and the line in the issues of incidents.
 */
import type { Instant } from "../domain/model/instant.ts";
import type { PlannedProcedure, ProcedureVote } from "../domain/model/plan-incidents.ts";
import type { ProcedureStanding } from "../domain/model/procedure.ts";
import type { Ballot, Needs, Round, Vote, VoteTerms } from "../domain/model/vote.ts";
import { closesAt, countsOf, neededOf, ratifying } from "../domain/policy/vote.ts";
import { sameLogin } from "../domain/policy/acceptance.ts";
import { called } from "./command-person.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownCodeCell, markdownText } from "./escape.ts";
import { durationText, instantText, shortInstantText } from "./instant.ts";
import { mentionText } from "./tracking-reference.ts";

export interface ShownProcedure {
  readonly procedure: Pick<PlannedProcedure, "version" | "file">;
  readonly rules: ProcedureVote;
  readonly vote: Vote;
  readonly standing: ProcedureStanding;
  /** git's name of what stands in the file now; null = it is no file, or not there */
  readonly text: string | null;
  readonly zone: string;
}

const NAMES = 100;
const ROUNDS = 10;
const CONCERNS = 40;
const WORDS = 500;

const RULES: Readonly<Record<Needs, string>> = { "majority": "more than half", "two-thirds": "two thirds", "all": "all" };
const TITLES: Readonly<Record<ProcedureStanding, string>> = {
  draft: "to be ratified", moved: "to be ratified", voting: "to be ratified", void: "to be ratified", "not-carried": "not ratified", ratified: "ratified", changed: "to be ratified again",
  replaced: "replaced", unasked: "not voted on",
};

/** Plain: a title is no Markdown. */
export function procedureTitle(version: string, standing: ProcedureStanding): string {
  return `Incident procedure ${version}: ${TITLES[standing]}`;
}

export function procedureSectionText(shown: ShownProcedure): string {
  const { vote, zone } = shown;
  const last = vote.rounds.at(-1);
  const concerns = vote.concerns.slice(0, CONCERNS).map(({ number, by, text, settledAt }) => `${number}. ${markdownText(text, WORDS)} — ${markdownText(by, 60)}, ${settledAt === null ? "**open**" : `settled on ${shortInstantText(settledAt, zone, null)}`}`);
  const earlier = vote.rounds.slice(0, -1).slice(-ROUNDS).map((round) => `- moved by ${markdownText(round.motion.by, 60)}: ${round.result === null ? "void, as the text was changed" : resultText(round)}`);
  return [
    head(shown), table(shown), ...(last?.second == null ? [] : [ballots(last)]),
    ...(concerns.length === 0 ? [] : [`**Concerns**\n\n${concerns.join("\n")}${vote.concerns.length > CONCERNS ? `\n\nand ${vote.concerns.length - CONCERNS} more, which the comments hold.` : ""}`]),
    ...(earlier.length === 0 ? [] : [`**Before that**\n\n${earlier.join("\n")}`]),
    "In comments here: `/warden motion`, `/warden second`, `/warden vote yes`, `no` or `abstain`, `/warden concern …`. A concern stops nothing; it is kept, and stands with the result.",
  ].join("\n\n");
}

function head(shown: ShownProcedure): string {
  const { standing, vote, procedure, rules, text, zone } = shown;
  const last = vote.rounds.at(-1);
  const version = markdownText(procedure.version, 200);
  switch (standing) {
    case "draft": return text === null && procedure.file !== null ? `**There is nothing to vote on yet**: ${markdownCode(procedure.file, 500)} is not on the default branch.`
      : `**Procedure ${version} is not ratified yet.** Next: ${called(rules.by, "somebody who votes")} moves it, \`/warden motion because …\`.`;
    case "moved": return `**Moved** by ${markdownText(last?.motion.by ?? "", 60)}. Next: another voter seconds it, \`/warden second\`, which opens the vote.`;
    case "voting": return `**The vote is open**, ${untilText(last, zone)}. Next: \`/warden vote yes\`, \`no\` or \`abstain\`.`;
    case "void": return voidText(last, text);
    case "not-carried": return last?.result == null ? "" : `**Not carried** on ${instantText(last.result.at, zone, null)}: ${resultText(last)}. Next: change the text, or \`/warden motion\` begins anew.`;
    case "ratified": return ratifiedText(vote, text, zone);
    case "changed": return changedText(vote, text);
    case "replaced": return `**The release plan speaks of another version now.** What stands below is as it was then.`;
    case "unasked": return `**The release plan asks for no vote on this any more.** What stands below is as it was then.`;
  }
}

function untilText(round: Round | undefined, zone: string): string {
  const closes = round === undefined ? null : closesAt(round);
  return closes === null ? "until enough say yes, or everybody has voted" : `until ${instantText(closes, zone, null)} at the latest`;
}

function table({ procedure, rules, vote, text, zone }: ShownProcedure): string {
  const last = vote.rounds.at(-1);
  const terms: VoteTerms | null = last?.second == null ? null : last.terms;
  const said = (by: string, at: Instant, because: string | null): string => `${markdownText(by, 60)}, ${instantText(at, zone, null)}${because === null ? "" : `: ${markdownText(because, WORDS)}`}`;
  const voters = terms?.voters ?? rules.by;
  const { needs, within } = terms ?? rules;
  const named = rules.by.some((name) => name.includes("/")) && terms === null;
  const rows = [
    ["Version", markdownText(procedure.version, 200)],
    ["File", procedure.file === null ? "the plan names none" : `${markdownCodeCell(procedure.file, 500)}${text === null ? ", not there" : `, ${markdownCode(text.slice(0, 10))} as it stands now`}`],
    ...(terms?.text == null ? [] : [["Voted on", `${markdownCode(terms.text.slice(0, 10))}, as it stood when the motion was seconded`]]),
    [terms === null ? "Who votes" : "Who votes, fixed when it was seconded", `${joined(voters.slice(0, NAMES).map((name) => markdownText(name, 60)))}${voters.length > NAMES ? ` and ${voters.length - NAMES} more` : ""}`],
    ["Needed", `${RULES[needs]} of them say yes${named ? "" : `: ${neededOf(needs, voters.length)} of ${voters.length}`}${within === null ? "" : `, within ${durationText(within)}`}`],
    ...(last === undefined ? [] : [["Motion", said(last.motion.by, last.motion.at, last.motion.because)]]),
    ...(last?.second == null ? [] : [["Second", said(last.second.by, last.second.at, null)]]),
    ...(last?.result == null ? [] : [["Result", `**${last.result.carried ? "Carried" : "Not carried"}**, ${instantText(last.result.at, zone, null)}: ${resultText(last)}`]]),
  ];
  return ["| | |", "|---|---|", ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join("\n");
}

/** Everybody who may vote, in the plan's order; who has not is said to. */
function ballots({ terms, ballots: all, result }: Round): string {
  const of = (voter: string): Ballot | undefined => all.find(({ by }) => sameLogin(by, voter));
  const rows = terms.voters.slice(0, NAMES).map((voter) => {
    const ballot = of(voter);
    return `| ${markdownText(voter, 60)} | ${ballot === undefined ? (result === null ? "not yet" : "did not vote") : `**${ballot.choice}**`} | ${ballot?.because == null ? "" : markdownText(ballot.because, 200)} |`;
  });
  return ["| Who | Vote | Why |", "|---|---|---|", ...rows].join("\n");
}

/** "5 yes of 5, 0 no, 0 abstain; more than half of those who may vote, 3, were needed. Open concerns: 1" */
function resultText({ result, terms: { needs, voters }, ballots: all }: Round): string {
  if (result === null) return "";
  const { needed, carried, ended, openConcerns } = result;
  const counts = countsOf(all);
  const missing = voters.length - counts.yes - counts.no - counts.abstain;
  const said = [`${counts.yes} yes of ${voters.length}`, `${counts.no} no`, counts.abstain === 0 ? null : `${counts.abstain} abstain`, missing === 0 ? null : `${missing} not voted`].filter((part) => part !== null).join(", ");
  const tie = !carried && counts.yes === counts.no ? "; a tie, which is not enough" : "";
  const over = ended === "time" ? "; the time was over" : "";
  const open = openConcerns.length === 0 ? "" : `. ${openConcerns.length === 1 ? "A concern was" : `${counted(openConcerns.length, "concern")} were`} open: ${joined(openConcerns.map(String))}`;
  return `${said}; ${RULES[needs]} of those who may vote, ${needed}, ${needed === 1 ? "was" : "were"} needed${tie}${over}${open}`;
}

function ratifiedText(vote: Vote, text: string | null, zone: string): string {
  const round = ratifying(vote, text);
  return round?.result == null ? "**Ratified.**" : `**Ratified** on ${instantText(round.result.at, zone, null)}: ${resultText(round)}.`;
}

function voidText(round: Round | undefined, text: string | null): string {
  return `**This vote is void**: it was on ${shaText(round?.terms.text ?? null)}, and the file now holds ${shaText(text)}. Next: \`/warden motion\` begins a vote on what stands there now. Votes count again only if the file goes back to what was voted on.`;
}

function changedText(vote: Vote, text: string | null): string {
  const round = vote.rounds.findLast(({ result }) => result?.carried === true);
  return `**The text was changed after it was ratified**: what was agreed is ${shaText(round?.terms.text ?? null)}, and the file now holds ${shaText(text)}, which nobody has voted on. Next: \`/warden motion\` begins a vote on it, or give it a version of its own in the release plan.`;
}

function shaText(sha: string | null): string {
  return sha === null ? "nothing" : markdownCode(sha.slice(0, 10));
}

/** Everybody who may vote is called, once. */
export function voteOpenedText({ second, motion, terms }: Round, zone: string, version: string, round: Round): string {
  return `${joined(terms.voters.slice(0, NAMES).map(mentionText))}: **the vote on procedure ${markdownText(version, 200)} is open**, ${untilText(round, zone)}. Moved by ${markdownText(motion.by, 60)}, seconded by ${markdownText(second?.by ?? "", 60)}. \`/warden vote yes\`, \`no\` or \`abstain\`.`;
}

export function procedureToldText(shown: ShownProcedure): string {
  return head(shown);
}

export interface UnratifiedProcedure {
  readonly version: string;
  /** `#7` or `owner/name#7`; null = there is none that may be named here */
  readonly issue: string | null;
  /** another text was ratified */
  readonly changed: boolean;
}

/** One line at the top of an incident. */
export function unratifiedText({ version, issue, changed }: UnratifiedProcedure): string {
  const see = issue === null ? "" : `: see ${issue}`;
  return changed ? `> Procedure ${markdownText(version, 200)} was changed after it was ratified${see}.` : `> Procedure ${markdownText(version, 200)} is not ratified yet${see}.`;
}
