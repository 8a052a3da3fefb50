/**
 * `/setup`: where GitHub sends people after they installed the app (the manifest's setup_url): which repositories it sees, what is enforced
 * where, and a link that opens the prefilled first plan. It opens no issue and no pull request.
 *
 * The address carries only an installation's number, which anybody can guess. So people from elsewhere are shown public repositories alone;
 * private names are for whoever sits at the machine itself. And so each survey, which asks GitHub many things, answers all of them
 * for a minute, and only so many are made in one: strangers must not spend the calls of the app.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { FaultError } from "../domain/model/problem.ts";
import { firstPlanText } from "../text/first-plan.ts";
import { webAddress } from "../text/github-web.ts";
import { onboardingPage } from "../text/onboarding.ts";
import type { OnboardingRepository } from "../text/onboarding.ts";
import { isAtThisMachine } from "./page/http.ts";

export interface SetupOptions {
  readonly apiUrl: string;
  readonly now: () => number;
  /** null = no such installation */
  readonly survey: (installation: number) => Promise<{ readonly account: string; readonly repositories: readonly OnboardingRepository[] } | null>;
}

export function createSetupRoute(options: SetupOptions): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const page = readTemplate("onboarding.html.hbs");
  const plan = readTemplate("first-plan.yml.hbs");
  const inTurn = inMeasure(options);
  return async function setup(request, response) {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname !== "/setup" || request.method !== "GET") return false;
    const installation = Number(url.searchParams.get("installation_id"));
    const found = Number.isSafeInteger(installation) && installation > 0 ? await (isAtThisMachine(request) ? survey(options, installation) : inTurn(installation)) : null;
    if (found === "busy") {
      answer(response, 429, "text/plain; charset=utf-8", "Too many installations are looked at just now. Load this page again in a minute.\n", { "retry-after": "60" });
      return true;
    }
    if (found === null) {
      answer(response, 404, "text/plain; charset=utf-8", "No such installation. Open this page from the app's settings on GitHub: Install App, Configure.\n");
      return true;
    }
    const repositories = isAtThisMachine(request) ? found.repositories : found.repositories.filter((one) => !one.private);
    const firstPlan = firstPlanText(plan, { release: "1.0", timezone: "UTC", now: options.now() });
    answer(response, 200, "text/html; charset=utf-8", onboardingPage(page, { account: found.account, repositories, firstPlan, web: webAddress(options.apiUrl) }));
    return true;
  };
}

type Found = Awaited<ReturnType<SetupOptions["survey"]>>;

const A_MINUTE = 60_000;
const MOST_A_MINUTE = 20;

/** Surveys of the last minute, each made once. */
function inMeasure(options: SetupOptions): (installation: number) => Promise<Found | "busy"> {
  const made = new Map<number, { readonly at: number; readonly found: Promise<Found> }>();
  return async (installation) => {
    const now = options.now();
    for (const [known, { at }] of made) if (now - at >= A_MINUTE || at > now) made.delete(known);
    const known = made.get(installation);
    if (known !== undefined) return known.found;
    if (made.size >= MOST_A_MINUTE) return "busy";
    const found = survey(options, installation);
    made.set(installation, { at: now, found });
    found.catch(() => made.delete(installation));
    return found;
  };
}

/** GitHub not answering and GitHub not knowing it are told alike: neither shows anything. */
async function survey(options: SetupOptions, installation: number): ReturnType<SetupOptions["survey"]> {
  try {
    return await options.survey(installation);
  } catch (error) {
    if (error instanceof FaultError) return null;
    throw error;
  }
}

function answer(response: ServerResponse, status: number, type: string, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, {
    "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "content-security-policy": `default-src 'none'; ${styleSource(body)}frame-ancestors 'none'; base-uri 'none'; form-action 'none'`, ...headers,
  }).end(body);
}

/** The page's own style sheet by its hash, so that no other inline code counts. */
function styleSource(body: string): string {
  const style = /<style>([^]*?)<\/style>/.exec(body)?.[1];
  return style === undefined ? "" : `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; `;
}

function readTemplate(name: string): string {
  return readFileSync(new URL(`../../templates/${name}`, import.meta.url), "utf8");
}
