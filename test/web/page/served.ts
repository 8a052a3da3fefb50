/** The page as a browser finds it: a store filled by hand, the real routes, and HTTP on this machine. */
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:http";
import type { AccountEntry } from "../../../src/domain/model/account.ts";
import type { LedgerEntry } from "../../../src/domain/model/ledger-entry.ts";
import type { FeatureRecord, PlanRecord, RepositoryRecord } from "../../../src/domain/model/records.ts";
import { tagStandingKey } from "../../../src/domain/model/records.ts";
import type { LinkOnTag, TagStanding } from "../../../src/domain/model/tag-standing.ts";
import type { RecordChange } from "../../../src/domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../../../src/domain/model/settlement.ts";
import type { TrackedPull } from "../../../src/domain/model/tracked-pull.ts";
import { pageSource } from "../../../src/reconcile/page-source.ts";
import { openStore } from "../../../src/store/open-store.ts";
import type { Store } from "../../../src/store/store.ts";
import type { Page, PageOptions } from "../../../src/web/page/routes.ts";
import { createPage } from "../../../src/web/page/routes.ts";
import { at, pull } from "../../support/plan-builder.ts";

/** during the freeze of `PLAN` */
export const NOW = at("2026-12-03T12:00:00Z");

/** acme/app and the private acme/vault, frozen from 1 December until the release, due on the 8th. */
export const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
products:
  - { id: app, repositories: [acme/app], branch: main, fed_by: [development] }
  - { id: vault, title: The vault, repositories: [acme/vault], branch: main, private: true }
milestones:
  - { id: code-complete, title: Code complete, planned: 2026-11-30, due: 2026-12-01T09:00, manager: rita }
  - { id: release, title: Release, due: 2026-12-08T09:00, manager: olga, team: [ann, { role: Tester, open: true }], checklist: [{ task: Write the notes, owner: ben, before: 2 days }] }
freezes:
  - { id: freeze, title: Only bugfixes, from: code-complete, until: release, allow: [bugfix, release], agreed: [{ pulls: ["acme/app#1"], because: settled in November, by: rita }] }
key_results:
  - { id: calm, title: Nothing slips through, measure: { merges_during: freeze }, score: confidence, due: first weekday 7..9 days after release, weights: [{ from: 2026-11-01, of: { ann: 1/2, ben: 1/2 } }] }
operations:
  - { id: payouts, every: Monday 10:00, manager: bwhm }
`;

export interface World {
  readonly plan?: string;
  /** over the record of the plan */
  readonly record?: Partial<PlanRecord>;
  readonly homePrivate?: boolean;
  readonly pulls?: readonly TrackedPull[];
  readonly account?: readonly Partial<AccountEntry>[];
  readonly records?: readonly RecordChange[];
  readonly ledger?: readonly LedgerEntry[];
  readonly signIn?: PageOptions["signIn"];
  readonly clock?: () => number;
}

export interface Served {
  readonly store: Store;
  readonly page: Page;
  readonly url: string;
  readonly planUrl: string;
  get(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Reply>;
  write(world: World): Promise<void>;
  close(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export const [APP, VAULT] = [1, 2];

export function openPull(number: number, more: Partial<Parameters<typeof pull>[0]> = {}, repository = APP): TrackedPull {
  const name = repository === APP ? "acme/app" : "acme/vault";
  const facts = pull({ number, repository: name, base: { ref: "main", sha: null }, defaultBranch: "main", createdAt: NOW - 86_400_000, ...more });
  return { repository, number, installation: 10, sha: `sha${repository}-${number}`, base: facts.base.ref, open: true, facts, takenAt: NOW, proposed: null };
}

export function landed(id: string, more: Partial<AccountEntry> = {}): Partial<AccountEntry> {
  return { id, ...more };
}

function planRecords({ plan = PLAN, record, homePrivate = false }: World): readonly RecordChange[] {
  const repository = (id: number, name: string, isPrivate: boolean): RecordChange => ({ kind: "repository", key: String(id), value: { id, installation: 10, owner: "acme", name, defaultBranch: "main", private: isPrivate, archived: false } satisfies RepositoryRecord });
  const path = ".github/release-plan.yml";
  const value: PlanRecord = {
    home: APP, path, commit: "c0ffee0c0ffee0", text: plan, state: "good", problems: [], readAt: at("2026-11-01T00:00Z"), reached: [{ milestone: "code-complete", product: null, at: at("2026-12-01T08:00Z"), by: "rita" }],
    governs: [APP, VAULT], notGoverned: [], ...record,
  };
  return [
    repository(APP, "app", homePrivate), repository(VAULT, "vault", true), { kind: "plan", key: `${APP}/${path}`, value },
    ...[APP, VAULT].map((id): RecordChange => ({ kind: "governed", key: `${id}/${APP}/${path}`, value: { home: APP, path } })),
    ...[APP, VAULT].map((id): RecordChange => ({ kind: "freeze-start", key: `${APP}/freeze/${id}/main`, value: { freeze: "freeze", home: APP, repository: id, branch: "main", dueAt: NOW, effectiveAt: NOW, tip: null, feederTips: {}, endedAt: null } })),
  ];
}

function accountEntry(given: Partial<AccountEntry>): LedgerEntry {
  const entry: AccountEntry = {
    id: "x", freeze: "freeze", mode: "enforce", repository: "acme/app", repositoryId: APP, branch: "main", sha: "0123456789abcdef", number: 5, title: "Landed", at: NOW - 3_600_000, by: "ann",
    products: ["app"], outcome: "allowed", verdict: "allow", stood: true, kind: "bugfix", because: "it is a bugfix", offending: [], forgedBy: null, private: false, ...given,
  };
  return { id: `account/${APP}/.github/release-plan.yml/freeze/${entry.id}`, kind: "account", repository: APP, about: `branch:${entry.repositoryId}/main`, at: entry.at, by: entry.by, body: { ...entry } };
}

/** Two candidates: #31 failed on the first and passed on the second, #32 was judged on none, #33 stands in the private repository. */
export function tested(): readonly RecordChange[] {
  const plan = `${APP}/.github/release-plan.yml`;
  const standing = (title: string, group: string | null): FeatureRecord => ({ plan, comment: null, digest: "", standing: { title, group, gap: null, links: 1, broken: [] } });
  const link = (cells: string): LinkOnTag => ({ key: "join", text: "join.test.ts", rung: "passed", gap: cells === "p" ? null : { code: "failed", facts: {} }, cells });
  const tag = (name: string, cells: string): RecordChange => ({
    kind: "tag-standing", key: tagStandingKey({ home: APP, path: ".github/release-plan.yml" }, APP, name), value: {
      tag: name, sha: "", environments: ["lab"], features: [
        { repository: "acme/app", number: 31, title: "Joining", group: "core", accepted: cells === "p", gap: null, links: [link(cells)] }, { repository: "acme/vault", number: 33, title: "The vault opens", group: null, accepted: false, gap: null, links: [link("f")] },
      ],
    } satisfies TagStanding,
  });
  return [
    { kind: "feature", key: `${APP}/31`, value: standing("Joining", "core") }, { kind: "feature", key: `${APP}/32`, value: standing("Leaving", null) }, { kind: "feature", key: `${VAULT}/33`, value: standing("The vault opens for olga", null) },
    tag("v2.4.0-rc1", "f"), tag("v2.4.0-rc2", "p"),
  ];
}

export async function serve(world: World = {}): Promise<Served> {
  const store = await openStore({ databaseUrl: null, file: ":memory:" });
  const page: Page = createPage({ source: pageSource(store), web: "https://github.com", now: () => NOW, signIn: world.signIn ?? null, ...(world.clock === undefined ? {} : { clock: world.clock }) });
  store.onChange(() => page.changed());
  const server = createServer((incoming, outgoing) => {
    void page.route(incoming, outgoing).then((taken) => { if (!taken) outgoing.writeHead(404).end("not ours"); }, (error: unknown) => { outgoing.writeHead(500).end(String((error as Error).stack)); });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const served: Served = {
    store, page, url: `http://127.0.0.1:${port}`, planUrl: "/plans/acme/app/release-plan",
    get: (path, headers = {}, method = "GET") => ask(port, path, headers, method),
    async write(more) {
      const key = { kind: "plan", repository: APP } as const;
      await store.mark([{ key, lane: "changed", installation: 10 }], { now: NOW });
      const [claim] = await store.claim({ now: NOW, limit: 1, leaseMs: 60_000, worker: "test" });
      if (claim === undefined) throw new Error("nothing was due");
      await store.settle(claim, { ...NOTHING_TO_SETTLE, records: [...planRecords(more), ...(more.records ?? [])], pulls: more.pulls ?? [], ledger: [...(more.account ?? []).map(accountEntry), ...(more.ledger ?? [])] }, { now: NOW });
    },
    async close() {
      page.close();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      await store.close();
    },
  };
  await served.write(world);
  return served;
}

function ask(port: number, path: string, headers: Readonly<Record<string, string>>, method: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject);
    sent.end();
  });
}
