/** One answer of the page: the list of releases, a view of one, or a sentence that says why there is nothing. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Instant } from "../../domain/model/instant.ts";
import { repositoryName } from "../../domain/model/refs.ts";
import { plainText } from "../../text/escape.ts";
import { instantText, isoText, relativeText } from "../../text/instant.ts";
import { planNotice, VIEW_TITLES } from "../../text/page/pages.ts";
import type { Content, Frame, View } from "../../text/page/pages.ts";
import type { Assets } from "./assets.ts";
import type { Board, BoardKeeper, BoardPlan } from "./board.ts";
import { calendarFile, frameText, pageFacts, sight, viewModel, viewsFor } from "./content.ts";
import type { Sight } from "./content.ts";
import type { EventHub } from "./events.ts";
import { answer, redirect } from "./http.ts";
import type { PageSource } from "./ports.ts";
import { sightOf } from "./reader.ts";
import type { Reader } from "./reader.ts";

export interface Parts {
  readonly assets: Assets;
  readonly render: (frame: Frame, content: Content) => string;
  readonly board: BoardKeeper;
  readonly hub: EventHub;
  readonly source: PageSource;
  readonly web: string;
  readonly now: () => Instant;
  /** people can sign in here */
  readonly signsIn: boolean;
}

export interface Visit {
  readonly url: URL;
  readonly reader: Reader;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Link {
  readonly href: string;
  readonly text: string;
}

const ADVICE = "No plan yet. Commit .github/release-plan.yml to the default branch of a repository that the app is installed on; `release-warden init` prints a first one.";
const STRANGER = "This page is shown at the machine that it runs on. To read it from elsewhere, set CLIENT_ID and CLIENT_SECRET of the app, so that people can sign in with GitHub.";
const NOT_HERE = "There is no such page, or it is not for you.";
const HTML = "text/html; charset=utf-8";

function frameFor(parts: Parts, { login }: Pick<Reader, "login">): Frame {
  return {
    title: "Releases", release: null, nav: [], notices: [], json: null, events: null, asOf: asOf(parts.now(), "UTC", parts.now()), source: null, leftOut: null,
    reader: login === null ? null : { login: plainText(login, 60) }, signIn: parts.signsIn && login === null ? "/sign-in" : null, css: parts.assets.css, script: parts.assets.script, icon: parts.assets.icon,
  };
}

export function sendMessage(parts: Parts, { reader, response }: { readonly reader: Pick<Reader, "login">; readonly response: ServerResponse }, status: number, heading: string, text: string, link: Link | null = null): void {
  answer(response, status, HTML, parts.render({ ...frameFor(parts, reader), title: "Release Warden" }, { view: "message", model: { heading, text, link } }));
}

/** All releases that the reader may see; where there is one, that one. */
export async function sendPlans(parts: Parts, visit: Visit, board: Board): Promise<void> {
  const { reader, response } = visit;
  const seen: BoardPlan[] = [];
  for (const plan of board.plans) if ((await sightOf(reader, plan)) !== null) seen.push(plan);
  const [only] = seen;
  if (only !== undefined && seen.length === 1) return redirect(response, `/plans/${only.slug}/overview`);
  if (seen.length === 0 && reader.kind === "everybody") {
    return parts.signsIn ? sendMessage(parts, visit, 401, "Sign in to read", "The page shows each person what GitHub lets them read.", { href: "/sign-in", text: "Sign in with GitHub" })
      : sendMessage(parts, visit, 403, "Not from here", STRANGER);
  }
  const plans = seen.map(({ slug, plan, record, home }) => ({ href: `/plans/${slug}/overview`, release: plainText(plan?.release.name ?? record.path, 80), home: repositoryName(home), stateText: planNotice(record) ?? "" }));
  answer(response, 200, HTML, parts.render(frameFor(parts, reader), { view: "plans", model: { advice: ADVICE, plans } }));
}

/** `/plans/<slug>/<view>`, with `.json`; `/plans/<slug>/calendar.ics`; `/plans/<slug>/events`. */
export async function sendUnderPlan(parts: Parts, visit: Visit, board: Board): Promise<void> {
  const { url, reader, response } = visit;
  const [, slug, name = "", ending] = /^\/plans\/(.+)\/([a-z-]+)(\.json|\.ics)?$/.exec(url.pathname) ?? [];
  const plan = board.plans.find((one) => one.slug === slug);
  const audience = plan === undefined ? null : await sightOf(reader, plan);
  if (plan === undefined || audience === null) return sendNothing(parts, visit);
  if (name === "events" && ending === undefined) return sendEvents(parts, visit);
  const seen = await sight(plan, audience, reader);
  if (name === "calendar" && ending === ".ics") {
    const facts = pageFacts(seen, parts.web, parts.now());
    if (facts !== null) return answer(response, 200, "text/calendar; charset=utf-8", calendarFile(facts, seen));
  }
  const view = viewsFor(audience).find((one) => one === name);
  if (view === undefined && audience === "everybody") return sendNothing(parts, visit);
  if (view === undefined || ending === ".ics") return sendMessage(parts, visit, 404, "Nothing here", NOT_HERE, { href: `/plans/${plan.slug}/overview`, text: "Overview" });
  return sendView(parts, visit, { seen, view, json: ending === ".json", asOf: board.asOf, version: board.version });
}

function sendEvents({ hub }: Parts, { url, reader, request, response }: Visit): void {
  if (request.method === "HEAD") return answer(response, 200, "text/event-stream; charset=utf-8", "");
  // Whoever sits at this machine is one of those whom nothing limits but the whole.
  hub.join(response, Number(url.searchParams.get("since")), reader.kind === "everybody" ? null : reader.login ?? randomUUID());
}

/** A plan that is not there and one that is not for this reader look alike. */
function sendNothing(parts: Parts, visit: Visit): void {
  const stranger = visit.reader.kind === "everybody";
  if (stranger && parts.signsIn) return sendMessage(parts, visit, 401, "Nothing here", NOT_HERE, { href: `/sign-in?to=${encodeURIComponent(visit.url.pathname)}`, text: "Sign in with GitHub" });
  sendMessage(parts, visit, 404, "Nothing here", stranger ? `${NOT_HERE} ${STRANGER}` : NOT_HERE, { href: "/", text: "All releases" });
}

interface Shown {
  readonly seen: Sight;
  readonly view: View;
  readonly json: boolean;
  readonly asOf: Instant;
  readonly version: number;
}

async function sendView(parts: Parts, visit: Visit, shown: Shown): Promise<void> {
  const { seen, view } = shown;
  const { url, response } = visit;
  const facts = pageFacts(seen, parts.web, parts.now());
  const { record, home } = seen.plan;
  const notice = planNotice(record);
  if (facts === null) return sendMessage(parts, visit, 200, "This plan cannot be read yet", notice ?? "It is being read.", { href: `${parts.web}/${repositoryName(home)}/blob/HEAD/${record.path}`, text: record.path });
  const model = await viewModel({ view, page: Number(url.searchParams.get("page") ?? "1"), person: url.searchParams.get("person") }, facts, seen, parts.source);
  const release = frameText(plainText(facts.plan.release.name, 80), facts, seen);
  const notices = notice === null ? [] : [notice];
  if (shown.json) {
    const body = { view, release, home: repositoryName(home), as_of: isoText(shown.asOf), notices, left_out: seen.hidden.length, ...model };
    return answer(response, 200, "application/json; charset=utf-8", `${JSON.stringify(body)}\n`);
  }
  const frame: Frame = {
    ...frameFor(parts, visit.reader), title: VIEW_TITLES[view], release, notices,
    nav: viewsFor(facts.audience).map((one) => ({ href: `${facts.path}/${one}`, title: VIEW_TITLES[one], current: one === view })),
    json: `${facts.path}/${view}.json${url.search}`, events: `${facts.path}/events?since=${shown.version}`, asOf: asOf(shown.asOf, facts.plan.release.timezone, facts.now), leftOut: leftOutText(seen),
    source: record.commit === null ? null : { href: `${parts.web}/${repositoryName(home)}/blob/${record.commit}/${record.path}`, text: `${record.path} at ${record.commit.slice(0, 7)}` },
  };
  answer(response, 200, HTML, parts.render(frame, { view, model }));
}

function asOf(at: Instant, zone: string, now: Instant): Frame["asOf"] {
  return { iso: isoText(at), text: instantText(at, zone, null), relative: relativeText(at, now) };
}

function leftOutText({ audience, hidden, plan }: Sight): string | null {
  if (audience === "everybody") return "Shown to everybody: people, and private repositories and products, are left out.";
  const { length } = hidden;
  const unseen = length === 0 ? [] : [`${length} ${length === 1 ? "repository" : "repositories"} of this plan you may not read on GitHub; what is in ${length === 1 ? "it" : "them"} is left out.`];
  const other = plan.record.notGoverned.length;
  return [...unseen, ...(other === 0 ? [] : [`${other} more named in the plan ${other === 1 ? "is" : "are"} not governed by it.`])].join(" ") || null;
}
