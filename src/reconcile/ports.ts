/**
 * What reconcilers need from outside, as interfaces. `app.ts` joins them to `github`, `store` and the clock.
 * A read answers null where GitHub says 404 for the object itself; everything else that goes wrong is thrown as a FaultError.
 */
import type { DesiredCheck, ObservedCheck } from "../domain/model/check.ts";
import type { BoardField, BoardValue, ObservedBoard, ObservedBoardField } from "../domain/model/board.ts";
import type { BranchRules, DesiredRuleset, DesiredTagRuleset, GateRights, ObservedRuleset } from "../domain/model/gate.ts";
import type { Landing } from "../domain/model/account.ts";
import type { FeatureGitHub } from "./feature-ports.ts";
import type { IncidentGitHub } from "./incident-ports.ts";
import type { PartGitHub } from "./part-ports.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { AskedQuestion, CheckedBranch } from "../domain/model/measure.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { ToldMessage } from "../domain/model/message.ts";
import type { DesiredIssue, IssueChange, IssueTie, OwnIssue } from "../domain/model/own-issue.ts";
import type { MilestoneFields } from "../domain/model/own-milestone.ts";
import type { ContainedChange, ReportedState } from "../domain/model/pull.ts";
import type { RecordKind } from "../domain/model/settlement.ts";
import type { RepositoryRef, Role } from "../domain/model/refs.ts";
import type { ReportSummary, TestResult } from "../domain/model/test-result.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import type { Withdrawal } from "../domain/model/withdrawal.ts";
import type { Witness } from "../domain/model/witness.ts";
import type { CommentFact, DesiredComment, FileVersion, GroupObservation, InstallationFact, IssueDetail, IssueLock, LandedFact, MilestoneFact, PlanFiles, PullObservation, QueueObservation, RepositoryFact } from "./github-facts.ts";

/** GitHub as seen by one installation. */
export interface GitHub extends FeatureGitHub, IncidentGitHub, PartGitHub {
  /** one GraphQL read: facts of the pull request and our checks on its head. `contains` is null; see readContained */
  readPull(repository: RepositoryRef, number: number): Promise<PullObservation | null>;
  /** one page of open pull requests to a base (null = every base), at most 50, facts included except file lists beyond the first 100 */
  readOpenPulls(repository: RepositoryRef, base: string | null, cursor: string | null): Promise<{ readonly pulls: readonly PullObservation[]; readonly next: string | null }>;
  /** what `head` carries that `base` lacks, each with the pull that brought it; reachability is told for each of the given tips */
  readContained(repository: RepositoryRef, base: string, head: string, tips: Readonly<Record<string, string>>): Promise<{ readonly changes: readonly ContainedChange[]; readonly complete: boolean }>;
  /** files at the default branch (or at `ref`) under the plan's two places */
  readPlanFiles(repository: RepositoryRef, ref: string | null): Promise<PlanFiles>;
  /** issues with a label, without those that these people opened; `openNumbers` are the oldest open ones */
  readIssueCounts(repository: RepositoryRef, label: string, without: readonly string[]): Promise<{ readonly closed: number; readonly open: number; readonly openNumbers: readonly number[] }>;
  /** how many closed issues with a label each person opened, by login in lower case, but for these people; of the first thousand */
  readClosedAuthors(repository: RepositoryRef, label: string, without: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** issues with a label that changed since then; `next` = where the next look goes on, `more` = at once */
  readQuestions(repository: RepositoryRef, label: string, since: Instant): Promise<{ readonly asked: readonly AskedQuestion[]; readonly next: Instant; readonly more: boolean }>;
  /** a file at the newest commit of the default branch; null = there is none, or it is too long or no text */
  readFileText(repository: RepositoryRef, path: string): Promise<string | null>;
  /** finished checks that are not ours on the newest commit of a branch; null = there is no such branch */
  readTipChecks(repository: RepositoryRef, branch: string): Promise<CheckedBranch | null>;
  readMilestones(repository: RepositoryRef): Promise<readonly MilestoneFact[]>;
  /** a project of an organization; null where it is not there or out of sight */
  readBoard(owner: string, number: number): Promise<ObservedBoard | null>;
  /** GitHub's id of an organization, for its projects; null = that owner is a person */
  readBoardOwner(owner: string): Promise<string | null>;
  /** the oldest open project of exactly that title that we made; null = there is none */
  findBoard(owner: string, title: string): Promise<number | null>;
  /** its number */
  createBoard(ownerId: string, title: string): Promise<number>;
  ensureBoardReadme(board: string, readme: string): Promise<void>;
  /** null where GitHub takes no further column */
  createBoardField(board: string, field: BoardField): Promise<ObservedBoardField | null>;
  /** id of the item; null where the issue is gone, or the project is full */
  addBoardItem(board: string, content: { readonly issue: number; readonly repository: RepositoryRef } | { readonly title: string; readonly body: string }): Promise<string | null>;
  /** all in one call; false where GitHub refuses */
  ensureBoardValues(board: string, item: string, writes: readonly { readonly field: ObservedBoardField; readonly value: BoardValue }[]): Promise<boolean>;
  ensureBoardDraft(draft: string, change: { readonly title?: string; readonly body?: string }): Promise<boolean>;
  archiveBoardItem(board: string, item: string): Promise<void>;
  /** makes one (`number` null) or changes its fields; null where GitHub refuses: its title is taken, or it is gone */
  ensureMilestone(repository: RepositoryRef, number: number | null, fields: MilestoneFields): Promise<MilestoneFact | null>;
  /** null when the branch does not exist */
  readBranchTip(repository: RepositoryRef, branch: string): Promise<string | null>;
  readRepository(id: number): Promise<RepositoryFact | null>;
  readInstallation(id: number): Promise<InstallationFact | null>;
  readInstallationRepositories(): Promise<readonly RepositoryFact[]>;
  /** the pull requests of one merge group, in order; null when the group no longer exists */
  readGroup(repository: RepositoryRef, sha: string, ref: string): Promise<GroupObservation | null>;
  /** checks of ours on a commit */
  readChecks(repository: RepositoryRef, sha: string): Promise<readonly ObservedCheck[]>;
  /** role, remembered for a few minutes unless asked for fresh; null when it cannot be told */
  readRole(repository: RepositoryRef, login: string, options?: { readonly fresh?: boolean }): Promise<Role | null>;
  /** is the person an active member of `org/team`? null when it cannot be told */
  readTeamMember(team: string, login: string): Promise<boolean | null>;
  /** what `rules/branches/{branch}` requires, for the preview and onboarding; empty = nothing is enforced */
  readRequiredChecks(repository: RepositoryRef, branch: string): Promise<readonly { readonly context: string; readonly appId: number | null }[] | null>;
  /** of the app that writes checks: what a required check is tied to */
  readonly appId: number;
  /** effective rules of every ruleset, in one read, for verifying a write; null = GitHub does not say */
  readActiveRules(repository: RepositoryRef, branch: string): Promise<Omit<BranchRules, "protection"> | null>;
  /** the same with classic protection */
  readBranchRules(repository: RepositoryRef, branch: string): Promise<BranchRules | null>;
  /** pull requests and groups in the merge queue of a branch; empty when it has none */
  readQueue(repository: RepositoryRef, branch: string): Promise<QueueObservation>;
  /** takes it out of the merge queue and disarms its auto-merge; null = the right (pull_requests: write) is missing */
  standDown(repository: RepositoryRef, number: number): Promise<{ readonly dequeued: boolean; readonly disarmed: boolean } | null>;
  /** identity of what a pull request changes, independent of its base; null when GitHub does not list all its files */
  readDiff(repository: RepositoryRef, number: number, head: string): Promise<string | null>;
  /** null = gone, moved or out of sight */
  readIssue(repository: RepositoryRef, number: number): Promise<IssueDetail | null>;
  /** issues with one of these labels or types, a hundred to a read */
  readIssues(repository: RepositoryRef, select: { readonly labels: readonly string[]; readonly issueTypes: readonly string[] }, state: "open" | "all"): Promise<readonly IssueDetail[]>;
  readComment(repository: RepositoryRef, id: number): Promise<CommentFact | null>;
  /** of one issue, written or changed since then, a hundred to a read */
  readIssueComments(repository: RepositoryRef, number: number, since: Instant): Promise<readonly CommentFact[]>;
  /** comments of a repository written or changed since then, oldest change first, at most a hundred */
  readCommentsSince(repository: RepositoryRef, since: Instant): Promise<readonly CommentFact[]>;
  /** one comment of ours, found by its id or its marker; its id, or null where GitHub takes none there */
  ensureComment(repository: RepositoryRef, desired: DesiredComment, known: number | null): Promise<number | null>;
  /** our issue with this hidden key, open or closed, looked for first where it was last seen; null = there is none */
  readOwnIssue(repository: RepositoryRef, key: string, known: number | null): Promise<OwnIssue | null>;
  /** all of ours whose hidden key begins so, open or closed */
  readOwnIssues(repository: RepositoryRef, prefix: string): Promise<readonly OwnIssue[]>;
  /** the one that is there, as it stands, or a new one */
  ensureIssue(repository: RepositoryRef, desired: DesiredIssue): Promise<OwnIssue>;
  /** writes what differs; null when the issue is gone */
  ensureIssueContent(repository: RepositoryRef, observed: OwnIssue, change: IssueChange): Promise<OwnIssue | null>;
  /** ties two issues together, by number and by GitHub's id of the other; false where GitHub does not take it */
  ensureIssueLink(repository: RepositoryRef, number: number, tie: IssueTie, other: number): Promise<boolean>;
  /** folds a comment of ours away; false where it cannot be */
  minimizeComment(repository: RepositoryRef, id: number): Promise<boolean>;
  /** closes an issue of anybody's as completed; false where it cannot be */
  ensureIssueClosed(repository: RepositoryRef, number: number): Promise<boolean>;
  /** is the conversation locked, and who did it; null = there is no such issue in our sight */
  readIssueLock(repository: RepositoryRef, number: number): Promise<IssueLock | null>;
  /** to be asked where it differs from what stands there; false where GitHub does not let us */
  ensureIssueLock(repository: RepositoryRef, number: number, locked: boolean): Promise<boolean>;
  /** git's name of a file's content at the newest commit of the default branch; contents out of sight are a fault */
  readFileVersion(repository: RepositoryRef, path: string): Promise<FileVersion>;
  /** moves of a branch since then, oldest first; null = GitHub does not tell */
  readLandings(repository: RepositoryRef, branch: string, since: Instant): Promise<readonly Landing[] | null>;
  /** what one move of a branch brought */
  readLanded(repository: RepositoryRef, branch: string, landing: Landing): Promise<LandedFact>;
  /** who took labels off a pull request or changed its title or text, oldest first */
  readWithdrawals(repository: RepositoryRef, number: number): Promise<readonly Withdrawal[]>;
  /** who gave an issue another type or took a label off it, oldest first; empty where it is out of sight */
  readIssueWithdrawals(repository: RepositoryRef, number: number): Promise<readonly Withdrawal[]>;
  /** who set a passing check of one of these names on the commit that is not ours; null = nobody */
  readForeignCheck(repository: RepositoryRef, sha: string, names: readonly string[]): Promise<string | null>;
  /** what statuses and checks of these names, of others than us, say of a commit: by name in lower case */
  readReported(repository: RepositoryRef, sha: string, names: readonly string[]): Promise<Readonly<Record<string, ReportedState>>>;
  /** false where it cannot be */
  ensureReaction(repository: RepositoryRef, comment: number, content: "eyes" | "+1" | "-1" | "confused"): Promise<boolean>;
  /** creates the run, or updates the one observed; returns what stands now */
  ensureCheck(repository: RepositoryRef, desired: DesiredCheck, observed: ObservedCheck | null): Promise<ObservedCheck>;
}

/** Rulesets, written by whichever of our apps holds Administration: write, of the repository or of its organisation. */
export interface GateKeeper {
  rights(repository: RepositoryRef): Promise<GateRights>;
  /** ours by id, else by its names or what they begin with; null = there is none */
  readRuleset(repository: RepositoryRef, id: number | null, names: readonly string[]): Promise<ObservedRuleset | null>;
  listRulesets(repository: RepositoryRef): Promise<readonly { readonly id: number; readonly name: string }[]>;
  /** updates the one observed, or creates it: one write */
  ensureRuleset(repository: RepositoryRef, desired: DesiredRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset>;
  /** the same for what keeps a tag from being made */
  ensureTagRuleset(repository: RepositoryRef, desired: DesiredTagRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset>;
  /** the same of the organisation that owns the repository; refused once, `rights` denies it for a day */
  readOrganizationRuleset(repository: RepositoryRef, id: number | null, names: readonly string[]): Promise<ObservedRuleset | null>;
  listOrganizationRulesets(repository: RepositoryRef): Promise<readonly { readonly id: number; readonly name: string }[]>;
  ensureOrganizationRuleset(repository: RepositoryRef, desired: DesiredRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset>;
}

/** What is remembered. Reads only: everything a run writes goes through its Settlement. */
export interface Memory {
  record<T>(kind: RecordKind, key: string): Promise<T | null>;
  /** records whose key begins with `prefix`, in key order */
  records<T>(kind: RecordKind, prefix: string): Promise<readonly { readonly key: string; readonly value: T }[]>;
  pull(repository: number, number: number): Promise<TrackedPull | null>;
  /** open pulls with exactly this head, and base (null = to any) */
  pullsAt(repository: number, sha: string, base: string | null): Promise<readonly TrackedPull[]>;
  /** open pulls of a repository (to a base, when given), by number, after the given number */
  openPulls(repository: number, base: string | null, afterNumber: number, limit: number): Promise<readonly TrackedPull[]>;
  /** open pulls of the repository that close an issue of this number, in whichever repository */
  pullsClosing(repository: number, issue: number): Promise<readonly TrackedPull[]>;
  witnesses(repository: number, object: string): Promise<readonly Witness[]>;
  ledger(repository: number, kind: string | null): Promise<readonly LedgerEntry[]>;
  /** messages about an object (its key text) with what became of each, oldest first */
  told(about: string): Promise<readonly ToldMessage[]>;
}

/** World time, movable in rehearsals. */
export type Now = () => Instant;

/** Test reports out of an archive: what each test came to is told as it is read, with the name of its report. */
export interface Reports {
  readArchive(bytes: Iterable<Uint8Array>, tell: (result: TestResult, report: string) => void): Promise<{
    readonly reports: readonly (ReportSummary & { readonly name: string })[];
    readonly problem: "not-an-archive" | "too-large" | "too-many-files" | null;
  }>;
  /** what was kept of a report that was sent to us */
  readKept(results: string, tell: (result: TestResult) => void): void;
}

/** Handlebars templates of the Warden's own. */
export interface Templates {
  /** of an incident issue */
  readonly incident: string;
}

/** Everything one run may use. */
export interface RunContext {
  readonly installation: number;
  readonly github: GitHub;
  readonly gate: GateKeeper;
  readonly memory: Memory;
  readonly reports: Reports;
  readonly templates: Templates;
  readonly now: Now;
  /** so many random bytes; the names of epochs are made of them */
  readonly random: (bytes: number) => Uint8Array;
}
