/**
 * GitHub for the rest of the program: one app, and each of its installations as reconcilers know it.
 *
 * All calls of one installation share a limiter, a token and a memory of roles, whoever makes them; an `urgent` view of it may use the part of
 * every allowance that is kept for gates, merge groups and commands.
 */
import type { DesiredCheck, ObservedCheck } from "../domain/model/check.ts";
import type { BoardField } from "../domain/model/board.ts";
import type { Landing } from "../domain/model/account.ts";
import type { ArtifactFact } from "../domain/model/artifact.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { DesiredIssue, IssueChange, IssueTie, OwnIssue } from "../domain/model/own-issue.ts";
import type { MilestoneFields } from "../domain/model/own-milestone.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { z } from "zod";
import type { Client, HostFeatures } from "./app-client.ts";
import { createClient } from "./app-client.ts";
import type { BudgetStore } from "./budget.ts";
import type { CallStats } from "./call-stats.ts";
import { CallCounter } from "./call-stats.ts";
import type { LostAnswers } from "./ensure-check.ts";
import { ensureCheck } from "./ensure-check.ts";
import { featureView } from "./feature-view.ts";
import { incidentView } from "./incident-view.ts";
import type { DesiredComment } from "./ensure-comment.ts";
import { ensureComment } from "./ensure-comment.ts";
import type { Reaction } from "./ensure-reaction.ts";
import { ensureReaction } from "./ensure-reaction.ts";
import type { BoardContent } from "./ensure-board.ts";
import { addBoardItem, archiveBoardItem, createBoard, createBoardField, ensureBoardDraft, ensureBoardReadme, ensureBoardValues } from "./ensure-board.ts";
import { ensureMilestone } from "./ensure-milestone.ts";
import { ensureIssueLink } from "./ensure-issue-link.ts";
import { ensureIssueClosed, ensureIssue, ensureIssueContent, readOwnIssue, readOwnIssues } from "./ensure-issue.ts";
import { InstallationToken } from "./installation-token.ts";
import type { LimiterSettings } from "./limiter.ts";
import { Limiter, LIMITER_DEFAULTS } from "./limiter.ts";
import type { GateKeeper } from "./gate-keeper.ts";
import { createGateKeeper } from "./gate-keeper.ts";
import { findBoard, readBoard, readBoardOwner } from "./read-board.ts";
import { partView } from "./part-view.ts";
import { readActiveRules, readBranchRules } from "./read-branch-rules.ts";
import { readArtifact, readArtifacts } from "./read-artifacts.ts";
import { readBranchTip } from "./read-branch.ts";
import { readChecks } from "./read-checks.ts";
import { readComment } from "./read-comment.ts";
import { readCommentsOf, readCommentsSince } from "./read-comments.ts";
import { readContained } from "./read-contained.ts";
import type { Deliveries } from "./read-deliveries.ts";
import { createDeliveries } from "./read-deliveries.ts";
import { readDiff } from "./read-diff.ts";
import { minimizeComment } from "./minimize-comment.ts";
import { ownAuthor } from "./own-author.ts";
import { readIssueWithdrawals, readWithdrawals } from "./read-withdrawals.ts";
import { readFileVersion } from "./read-file-version.ts";
import { readForeignCheck } from "./read-foreign-checks.ts";
import { readReported } from "./read-reported.ts";
import { readGroup } from "./read-group.ts";
import type { InstallationFact } from "./read-installation.ts";
import { ensureIssueLock, readIssueLock } from "./issue-lock.ts";
import { readInstallation, readInstallations } from "./read-installation.ts";
import { readIssue, readIssues } from "./read-issue.ts";
import { readLanded } from "./read-landed.ts";
import { readLandings } from "./read-landings.ts";
import { readClosedAuthors, readFileText, readIssueCounts, readQuestions, readTipChecks } from "./read-measures.ts";
import { readMilestones } from "./read-milestones.ts";
import { readOpenPulls } from "./read-open-pulls.ts";
import { readPlanFiles } from "./read-plan-files.ts";
import { readPull } from "./read-pull.ts";
import { readQueue } from "./read-queue.ts";
import { readInstallationRepositories, readRepository } from "./read-repository.ts";
import { readBranchHolds, readTags } from "./read-tags.ts";
import { readBlobText, readTree } from "./read-tree.ts";
import type { RoleOptions } from "./read-role.ts";
import { readRole, readTeamMember, RoleMemory } from "./read-role.ts";
import { readRequiredChecks } from "./read-rules.ts";
import { standDown } from "./stand-down.ts";
import type { Fetch, Log, Send } from "./transport.ts";
import { createTransport } from "./transport.ts";
import { parseWire } from "./wire/parse-wire.ts";

export interface GitHubAppOptions {
  readonly appId: number;
  /** PEM */
  readonly privateKey: string;
  /** the second app, which holds administration and nothing else; absent = there is none */
  readonly gate?: { readonly appId: number; readonly privateKey: string };
  /** REST base: https://api.github.com, https://HOST/api/v3, https://api.SUBDOMAIN.ghe.com */
  readonly apiUrl: string;
  readonly fetch?: Fetch;
  /** world time */
  readonly now: () => Instant;
  /** passes so many ms of world time; real time unless given */
  readonly wait?: (ms: number) => Promise<void>;
  /** shared between workers; this process's own memory unless given */
  readonly budget?: BudgetStore;
  readonly limits?: Partial<LimiterSettings>;
  /** real ms until a request is given up */
  readonly timeout?: number;
  readonly log?: Log;
}

export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  /** the login under which the app comments and writes */
  readonly botLogin: string;
}

export type InstallationView = ReturnType<typeof installationView>;

export interface GitHubApp {
  installation(id: number, options?: { readonly urgent?: boolean }): InstallationView;
  /** writes rulesets, wherever one of our apps may */
  readonly gateKeeper: GateKeeper;
  readonly deliveries: Deliveries;
  readInstallations(): Promise<readonly InstallationFact[]>;
  identity(): Promise<AppIdentity>;
  stats(): CallStats;
}

interface Shared {
  readonly limiter: Limiter;
  readonly token: InstallationToken;
  readonly roles: RoleMemory;
  readonly lost: LostAnswers;
}

/** The app's own calls have their own allowance; GitHub gives installations numbers from 1. */
const APP_ITSELF = 0;

export function createGitHubApp(options: GitHubAppOptions): GitHubApp {
  const counter = new CallCounter();
  const warden = createAccess(options, options, counter, options.budget ?? null);
  // Installations have numbers of their own on GitHub, but the two apps themselves would share number 0.
  const gate = options.gate === undefined ? null : createAccess(options, options.gate, counter, null);
  const keyHolder = (access: Access) => ({ app: access.app, installation: (id: number) => access.installation(id, true).client });
  return {
    installation(id, { urgent = false } = {}) {
      const { client, shared } = warden.installation(id, urgent);
      return installationView(client, warden.app, shared);
    },
    gateKeeper: createGateKeeper([...(gate === null ? [] : [keyHolder(gate)]), keyHolder(warden)], options.now),
    deliveries: createDeliveries(warden.app),
    readInstallations: () => readInstallations(warden.app),
    identity: () => readIdentity(warden.app),
    stats: () => counter.read(),
  };
}

interface Access {
  /** the app itself */
  readonly app: Client;
  installation(id: number, urgent: boolean): { readonly client: Client; readonly shared: Shared };
}

/** One app and its installations, each with a limiter and a token of its own. */
function createAccess(options: GitHubAppOptions, credentials: Pick<GitHubAppOptions, "appId" | "privateKey">, counter: CallCounter, budget: BudgetStore | null): Access {
  const { appId, privateKey } = credentials;
  const features: HostFeatures = { issueTypes: true };
  const wire = { apiUrl: options.apiUrl, ...pick(options, "fetch"), ...pick(options, "timeout"), ...pick(options, "log") };
  const send = createTransport(wire);
  const sendAsApp = createTransport({ ...wire, app: { appId, privateKey } });
  const installations = new Map<number, Shared>();

  function limiter(installation: number): Limiter {
    return new Limiter({
      installation, counter, now: options.now, wait: options.wait ?? passRealTime, store: budget, settings: { ...LIMITER_DEFAULTS, ...options.limits },
    });
  }
  function client(through: Send, paced: Limiter, token: InstallationToken | null, urgent: boolean): Client {
    return createClient({ appId, apiUrl: options.apiUrl, now: options.now, limiter: paced, urgent, send: through, features, token });
  }
  function sharedOf(id: number): Shared {
    const known = installations.get(id);
    if (known !== undefined) return known;
    const token = new InstallationToken({ installation: id, sendAsApp, realNow: Date.now, onFetch: () => counter.count("tokens", 5) });
    const made: Shared = { limiter: limiter(id), token, roles: new RoleMemory(), lost: new Map() };
    installations.set(id, made);
    return made;
  }
  return {
    app: client(sendAsApp, limiter(APP_ITSELF), null, true),
    installation(id, urgent) {
      const shared = sharedOf(id);
      return { client: client(send, shared.limiter, shared.token, urgent), shared };
    },
  };
}

/** What reconcilers call `GitHub`, for one installation. Each read and write is described in its own file. */
function installationView(client: Client, app: Client, own: Pick<Shared, "roles" | "lost">) {
  return {
    readPull: (repository: RepositoryRef, number: number) => readPull(client, repository, number),
    readOpenPulls: (repository: RepositoryRef, base: string | null, cursor: string | null) => readOpenPulls(client, repository, base, cursor),
    readContained: (repository: RepositoryRef, base: string, head: string, tips: Readonly<Record<string, string>>) => readContained(client, repository, base, head, tips),
    readPlanFiles: (repository: RepositoryRef, ref: string | null) => readPlanFiles(client, repository, ref),
    readIssueCounts: (repository: RepositoryRef, label: string, without: readonly string[]) => readIssueCounts(client, repository, label, without),
    readQuestions: (repository: RepositoryRef, label: string, since: Instant) => readQuestions(client, repository, label, since),
    readClosedAuthors: (repository: RepositoryRef, label: string, without: readonly string[]) => readClosedAuthors(client, repository, label, without),
    readFileText: (repository: RepositoryRef, path: string) => readFileText(client, repository, path),
    readTipChecks: (repository: RepositoryRef, branch: string) => readTipChecks(client, repository, branch),
    readMilestones: (repository: RepositoryRef) => readMilestones(client, repository),
    ensureMilestone: (repository: RepositoryRef, number: number | null, fields: MilestoneFields) => ensureMilestone(client, repository, number, fields),
    readBoard: (owner: string, number: number) => readBoard(client, owner, number),
    readBoardOwner: (owner: string) => readBoardOwner(client, owner),
    findBoard: async (owner: string, title: string) => findBoard(client, (await ownAuthor(app)).botLogin, owner, title),
    createBoard: (ownerId: string, title: string) => createBoard(client, ownerId, title),
    ensureBoardReadme: (board: string, readme: string) => ensureBoardReadme(client, board, readme),
    createBoardField: (board: string, field: BoardField) => createBoardField(client, board, field),
    addBoardItem: (board: string, content: BoardContent) => addBoardItem(client, board, content),
    ensureBoardValues: (board: string, item: string, writes: Parameters<typeof ensureBoardValues>[3]) => ensureBoardValues(client, board, item, writes),
    ensureBoardDraft: (draft: string, change: { readonly title?: string; readonly body?: string }) => ensureBoardDraft(client, draft, change),
    archiveBoardItem: (board: string, item: string) => archiveBoardItem(client, board, item),
    readBranchTip: (repository: RepositoryRef, branch: string) => readBranchTip(client, repository, branch),
    readRepository: (id: number) => readRepository(client, id),
    readInstallation: (id: number) => readInstallation(app, id),
    readInstallationRepositories: () => readInstallationRepositories(client),
    readGroup: (repository: RepositoryRef, sha: string, ref: string) => readGroup(client, repository, sha, ref),
    readChecks: (repository: RepositoryRef, sha: string) => readChecks(client, repository, sha),
    readRole: (repository: RepositoryRef, login: string, options?: RoleOptions) => readRole(client, own.roles, repository, login, options),
    readTeamMember: (team: string, login: string) => readTeamMember(client, team, login),
    readRequiredChecks: (repository: RepositoryRef, branch: string) => readRequiredChecks(client, repository, branch),
    readDiff: (repository: RepositoryRef, number: number, head: string) => readDiff(client, repository, number, head),
    readComment: (repository: RepositoryRef, id: number) => readComment(client, repository, id),
    readIssueComments: (repository: RepositoryRef, number: number, since: Instant) => readCommentsOf(client, repository, number, since),
    readCommentsSince: (repository: RepositoryRef, since: Instant) => readCommentsSince(client, repository, since),
    ensureComment: (repository: RepositoryRef, desired: DesiredComment, known: number | null) => ensureComment(client, repository, desired, known),
    ensureReaction: (repository: RepositoryRef, comment: number, content: Reaction) => ensureReaction(client, repository, comment, content),
    readOwnIssues: async (repository: RepositoryRef, prefix: string) => readOwnIssues(client, await ownAuthor(app), repository, prefix),
    readOwnIssue: async (repository: RepositoryRef, key: string, known: number | null) => readOwnIssue(client, await ownAuthor(app), repository, key, known),
    ensureIssue: async (repository: RepositoryRef, desired: DesiredIssue) => ensureIssue(client, await ownAuthor(app), repository, desired),
    ensureIssueContent: (repository: RepositoryRef, observed: OwnIssue, change: IssueChange) => ensureIssueContent(client, repository, observed, change),
    ensureIssueLink: (repository: RepositoryRef, number: number, tie: IssueTie, other: number) => ensureIssueLink(client, repository, number, tie, other),
    minimizeComment: (repository: RepositoryRef, id: number) => minimizeComment(client, repository, id),
    ensureIssueClosed: (repository: RepositoryRef, number: number) => ensureIssueClosed(client, repository, number),
    readIssueLock: async (repository: RepositoryRef, number: number) => readIssueLock(client, await ownAuthor(app), repository, number),
    ensureIssueLock: (repository: RepositoryRef, number: number, locked: boolean) => ensureIssueLock(client, repository, number, locked),
    readFileVersion: (repository: RepositoryRef, path: string) => readFileVersion(client, repository, path),
    readLandings: (repository: RepositoryRef, branch: string, since: Instant) => readLandings(client, repository, branch, since),
    readLanded: (repository: RepositoryRef, branch: string, landing: Landing) => readLanded(client, repository, branch, landing),
    readIssue: (repository: RepositoryRef, number: number) => readIssue(client, repository, number),
    readIssues: (repository: RepositoryRef, select: { readonly labels: readonly string[]; readonly issueTypes: readonly string[] }, state: "open" | "all") => readIssues(client, repository, select, state),
    readTags: (repository: RepositoryRef) => readTags(client, repository),
    readBranchHolds: (repository: RepositoryRef, branch: string, sha: string) => readBranchHolds(client, repository, branch, sha),
    readArtifacts: (repository: RepositoryRef, sha: string) => readArtifacts(client, repository, sha),
    readArtifact: (repository: RepositoryRef, artifact: ArtifactFact) => readArtifact(client, repository, artifact),
    readTree: (repository: RepositoryRef, ref: string) => readTree(client, repository, ref),
    readBlobText: (repository: RepositoryRef, sha: string) => readBlobText(client, repository, sha),
    readIssueWithdrawals: (repository: RepositoryRef, number: number) => readIssueWithdrawals(client, repository, number),
    readWithdrawals: (repository: RepositoryRef, number: number) => readWithdrawals(client, repository, number),
    readForeignCheck: (repository: RepositoryRef, sha: string, names: readonly string[]) => readForeignCheck(client, repository, sha, names),
    readReported: (repository: RepositoryRef, sha: string, names: readonly string[]) => readReported(client, repository, sha, names),
    ...featureView(client),
    ...incidentView(client),
    ...partView(client),
    appId: client.appId,
    readActiveRules: (repository: RepositoryRef, branch: string) => readActiveRules(client, repository, branch),
    readBranchRules: (repository: RepositoryRef, branch: string) => readBranchRules(client, repository, branch),
    readQueue: (repository: RepositoryRef, branch: string) => readQueue(client, repository, branch),
    standDown: (repository: RepositoryRef, number: number) => standDown(client, repository, number),
    ensureCheck: (repository: RepositoryRef, desired: DesiredCheck, observed: ObservedCheck | null) => ensureCheck(client, own.lost, repository, desired, observed),
  };
}

const App = z.object({ id: z.number().int(), slug: z.string() });

/** Source: https://docs.github.com/rest/apps/apps#get-the-authenticated-app */
async function readIdentity(app: Client): Promise<AppIdentity> {
  const what = "the app itself";
  const answer = await app.rest({ what, route: "GET /app", parameters: {} });
  const { id, slug } = parseWire(App, answer.body, what);
  return { id, slug, botLogin: `${slug}[bot]` };
}

function pick<K extends keyof GitHubAppOptions>(options: GitHubAppOptions, key: K): Partial<Pick<GitHubAppOptions, K>> {
  return options[key] === undefined ? {} : ({ [key]: options[key] } as Pick<GitHubAppOptions, K>);
}

async function passRealTime(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
