/**
 * Bugs planted on purpose, each in a promise of the gate or of the account. They sit where the app meets the outside, so that no code of the app
 * has to be bent: its calls are changed on their way, its settlements before they are kept. The model must find every one of them.
 */
import type { Settlement } from "../../src/domain/model/settlement.ts";
import type { Scene } from "../support/scene.ts";
import { createCheckRun } from "../../src/sandbox/github/state/check.ts";
import type { Commit } from "../../src/sandbox/github/git/objects.ts";
import type { Choice, Mode } from "./choice.ts";
import type { History } from "./history.ts";
import { BOTH_BYPASSED, LET_IN, LOST_LABEL, PUSHED_MEANWHILE, STAMPED_IN_ONE, UNHEARD_BEGINNING, UNHEARD_PLAN } from "./stories.ts";

export interface Sabotage {
  readonly name: string;
  readonly mode: Mode;
  /** of the law that it breaks */
  readonly shows: RegExp;
  readonly between?: (near: typeof fetch, started: { readonly history: History | null }) => typeof fetch;
  readonly random?: (bytes: number) => Uint8Array;
  readonly patch?: (scene: Scene) => void;
  /** what shows it; unless given, the story of its mode */
  readonly story?: readonly Choice[];
}

type Body = Readonly<Record<string, unknown>>;
type Edit = (body: Body, request: Request, history: History) => Body | null;

/** Changes the body of calls before GitHub hears of them; null = leaves it. */
function edited(method: RegExp, path: RegExp, edit: Edit): NonNullable<Sabotage["between"]> {
  return (near, started) => async (url, init) => {
    const request = new Request(url, init);
    const { history } = started;
    if (history === null || !method.test(request.method) || !path.test(request.url)) return near(request);
    const changed = edit(await request.clone().json() as Body, request, history);
    return changed === null ? near(request) : near(new Request(request.url, { method: request.method, headers: request.headers, body: JSON.stringify(changed) }));
  };
}

function isStamp(body: Body): boolean {
  return String(body["name"]).includes(" is frozen ");
}

function comesFrom(commit: Commit, sha: string): boolean {
  return commit.sha === sha || commit.parents.some((parent) => comesFrom(parent, sha));
}

function settledAs(change: (settlement: Settlement) => Settlement): NonNullable<Sabotage["patch"]> {
  return ({ app: { store } }) => {
    const settle = store.settle.bind(store);
    store.settle = (claim, settlement, when) => settle(claim, change(settlement), when);
  };
}

function withoutEntries(outcomes: readonly string[]): NonNullable<Sabotage["patch"]> {
  return settledAs((settlement) => ({ ...settlement, ledger: settlement.ledger.filter((entry) => !outcomes.includes(String(entry.body["outcome"]))) }));
}

/** Whoever was let in is said to have slipped through. */
const accusing = settledAs((settlement) => ({ ...settlement, ledger: settlement.ledger.map((entry) => (entry.body["outcome"] === "allowed" ? { ...entry, body: { ...entry.body, outcome: "bypass" } } : entry)) }));

/** GitHub takes the closing write and does nothing; whoever reads it back is told what was written. */
function unread(near: typeof fetch, started: { readonly history: History | null }): typeof fetch {
  let written: Body | null = null;
  return async (url, init) => {
    const request = new Request(url, init);
    if (started.history === null) return near(request);
    if (request.method === "PUT" && request.url.includes("/rulesets/")) {
      written = await request.clone().json() as Body;
      const standing = await (await near(new Request(request.url, { headers: request.headers }))).json() as Body;
      return Response.json({ ...standing, ...written });
    }
    const answer = await near(request);
    if (written === null || written["enforcement"] !== "active" || request.method !== "GET") return answer;
    if (/\/rulesets\/\d+$/.test(request.url)) return Response.json({ ...await answer.json() as Body, ...written });
    if (!request.url.includes("/rules/branches/")) return answer;
    return Response.json([...await answer.json() as Body[], ...(written["rules"] as Body[]).map((rule) => ({ ...rule, ruleset_id: 1, ruleset_source: "acme/app", ruleset_source_type: "Repository" }))]);
  };
}

/** The organisation's ruleset is written without the second repository; whoever reads it back, or the rules in force there, is told what was meant. */
function oneLeftOut(near: typeof fetch, started: { readonly history: History | null }): typeof fetch {
  let meant: Body | null = null;
  return async (url, init) => {
    const request = new Request(url, init);
    const site = started.history?.repositories[1];
    if (site === undefined) return near(request);
    const ofRuleset = /\/orgs\/acme\/rulesets(\/\d+)?$/.test(request.url);
    if (ofRuleset && request.method !== "GET") {
      meant = await request.clone().json() as Body;
      const { conditions } = meant as { readonly conditions: { readonly repository_id: { readonly repository_ids: readonly number[] } } };
      const others = { ...conditions, repository_id: { repository_ids: conditions.repository_id.repository_ids.filter((id) => id !== site.id) } };
      const answer = await near(new Request(request.url, { method: request.method, headers: request.headers, body: JSON.stringify({ ...meant, conditions: others }) }));
      return Response.json({ ...await answer.json() as Body, conditions });
    }
    const answer = await near(request);
    if (meant === null || request.method !== "GET") return answer;
    if (ofRuleset && /\d$/.test(request.url)) return Response.json({ ...await answer.json() as Body, conditions: meant["conditions"] });
    if (meant["enforcement"] !== "active" || !request.url.includes("/repos/acme/site/rules/branches/")) return answer;
    return Response.json([...await answer.json() as Body[], ...(meant["rules"] as Body[]).map((rule) => ({ ...rule, ruleset_id: 1, ruleset_source: "acme", ruleset_source_type: "Organization" }))]);
  };
}

/** A new generation is begun by opening and closing anew; and in that moment somebody merges. */
function openedForAMoment(near: typeof fetch, started: { readonly history: History | null }): typeof fetch {
  return async (url, init) => {
    const { history } = started;
    const body = init?.method === "PUT" && typeof init.body === "string" ? JSON.parse(init.body) as Body : null;
    if (body?.["enforcement"] !== "active" || history === null || history.required(history.scene.repository) === null) return near(url, init);
    await near(url, { ...init, body: JSON.stringify({ ...body, enforcement: "disabled" }) });
    const [pull] = history.pulls().filter((one) => one.baseRef === "main");
    if (pull !== undefined) history.scene.merge(pull);
    return near(url, init);
  };
}

/** The plan at a commit is kept from the app, so that it has only what it remembers. */
function withoutPlansThen(near: typeof fetch): typeof fetch {
  return async (url, init) => {
    const answer = await near(url, init);
    const asked = typeof init?.body === "string" ? init.body : "";
    if (!asked.includes("query PlanFiles") || asked.includes(`"at":"HEAD"`)) return answer;
    const { data } = await answer.json() as { readonly data: { readonly repository: Body } };
    return Response.json({ data: { repository: { ...data.repository, commit: null } } });
  };
}

/** What landed before the last look counts as accounted, whichever freeze it was looked at for. */
const coveredAnyhow = settledAs((settlement) => ({ ...settlement, records: settlement.records.map((record) => {
  const { covers } = (record.value ?? {}) as { readonly covers?: Readonly<Record<string, number>> };
  return record.kind !== "landed" || covers === undefined ? record : { ...record, value: { ...record.value as object, covers: Object.fromEntries(Object.keys(covers).map((freeze) => [freeze, 0])) } };
}) }));

export const SABOTAGES: readonly Sabotage[] = [
  {
    name: "stamps the commit before the head", mode: "gate", shows: /was stamped before any answer of GitHub had shown it/,
    between: edited(/POST/, /check-runs/, (body, _request, history) => {
      const parent = isStamp(body) ? history.pulls().find((pull) => pull.head.sha === body["head_sha"])?.head.parents[0] : undefined;
      return parent === undefined ? null : { ...body, head_sha: parent.sha };
    }),
  },
  {
    name: "stamps whatever heads a change by now", mode: "gate", shows: /was stamped before any answer of GitHub had shown it/, story: PUSHED_MEANWHILE,
    between: edited(/POST/, /check-runs/, (body, _request, history) => {
      const now = isStamp(body) ? history.pulls().find(({ head }) => head.sha !== body["head_sha"] && comesFrom(head, String(body["head_sha"]))) : undefined;
      return now === undefined ? null : { ...body, head_sha: now.head.sha };
    }),
  },
  {
    name: "stamps whoever waits", mode: "gate", shows: /was stamped, and at no time was anything to be said for it/,
    between: edited(/POST/, /check-runs/, (body, _request, history) => {
      const required = history.required(history.scene.repository);
      if (!isStamp(body) && body["status"] === "in_progress" && required !== null)
        createCheckRun(history.scene.github.world, history.scene.repository, history.scene.registered, { name: required, headSha: String(body["head_sha"]), status: "completed", conclusion: "success" });
      return null;
    }),
  },
  { name: "leaves a stamp green whose reason is gone", mode: "gate", shows: /is not let in and its stamp says otherwise/, between: edited(/PATCH/, /check-runs/, (body) => (body["conclusion"] === "failure" ? { ...body, conclusion: "success" } : null)) },
  { name: "calls the branch closed without reading it back", mode: "gate", shows: /at rest the branch of app is open and a freeze is in force/, between: unread },
  { name: "opens the branch for a moment while a new generation begins", mode: "gate", shows: /was merged while the branch was open/, between: openedForAMoment },
  { name: "derives the name of an epoch", mode: "gate", shows: /random characters an earlier generation had/, random: (bytes) => new Uint8Array(bytes) },
  { name: "forgets merges whose reason was withdrawn", mode: "gate", shows: /is not in the account/, patch: withoutEntries(["withdrawn"]) },
  { name: "holds against people what was let in", mode: "gate", shows: /was merged on a stamp that it had by right/, story: LET_IN, patch: accusing },
  { name: "judges what landed by the plan that it remembers", mode: "gate", shows: /landed although nothing let it in, and the account says allowed/, story: UNHEARD_PLAN, between: withoutPlansThen },
  { name: "looks back no further when a freeze turns out to have begun before", mode: "gate", shows: /is not in the account/, story: UNHEARD_BEGINNING, patch: coveredAnyhow },
  {
    name: "never looks for webhooks that were lost", mode: "gate", shows: /is not let in, and its facts say otherwise/, story: LOST_LABEL,
    patch(scene) {
      scene.app = { ...scene.app, sweep: () => Promise.resolve(), resync: () => Promise.resolve(0) };
    },
  },
  { name: "leaves a repository out of the organisation's ruleset", mode: "organization", shows: /at rest the branch of site is open and a freeze is in force/, between: oneLeftOut },
  {
    name: "takes the stamp of one repository for that of another", mode: "organization", shows: /was stamped, and at no time was anything to be said for it/, story: STAMPED_IN_ONE,
    between: edited(/POST/, /repos\/acme\/app\/check-runs/, (body, _request, { scene, repositories: [, site], lastLetIn }) => {
      const waiting = site === undefined || !isStamp(body) ? [] : [...site.issues.values()].flatMap(({ pull }) => (pull !== null && pull.issue.state === "open" && pull.baseRef === "main" ? [pull.head.sha] : []));
      for (const headSha of waiting) if (site !== undefined && !lastLetIn.has(headSha)) createCheckRun(scene.github.world, site, scene.registered, { name: String(body["name"]), headSha, status: "completed", conclusion: "success" });
      return null;
    }),
  },
  {
    name: "keeps the account of the plan's home alone", mode: "organization", shows: /acme\/site.* is not in the account/, story: BOTH_BYPASSED,
    patch: (scene) => { settledAs((settlement) => ({ ...settlement, ledger: settlement.ledger.filter(({ kind, body }) => kind !== "account" || body["repositoryId"] === scene.repository.id) }))(scene); },
  },
  { name: "forgets the gap", mode: "soft", shows: /is not in the account/, patch: withoutEntries(["gap"]) },
  { name: "forgets what was merged past the rules or pushed", mode: "soft", shows: /the push \w+ landed during the freeze and is not in the account/, patch: withoutEntries(["bypass", "direct-push"]) },
  { name: "shows green to whoever waits", mode: "soft", shows: /is green although it is not let in/, between: edited(/POST|PATCH/, /check-runs/, (body) => (body["status"] === "in_progress" ? { ...body, status: "completed", conclusion: "success" } : null)) },
  {
    name: "lets every merge group through", mode: "queue", shows: /came through the queue in a group that was built when it was no longer let in/,
    between: edited(/POST|PATCH/, /check-runs/, (body, request, history) => {
      const sha = typeof body["head_sha"] === "string" ? body["head_sha"] : "";
      const group = history.groups.has(sha) || /check-runs\/\d+$/.test(request.url);
      return group && (body["status"] === "in_progress" || (body["conclusion"] !== undefined && body["conclusion"] !== "success")) ? { ...body, status: "completed", conclusion: "success" } : null;
    }),
  },
];
