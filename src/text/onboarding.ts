/**
 * What people see after installing: which repositories the app can see, what holds where, and the link that opens a first plan.
 * Nothing is opened, written or asked on GitHub by showing it.
 */
import Handlebars from "handlebars";
import type { RepositoryName } from "../domain/model/refs.ts";
import { checkName } from "./check.ts";
import { plainText, terminalText } from "./escape.ts";
import { newFileLink } from "./github-web.ts";
import { tableLines } from "./table.ts";

export const PLAN_PATH = ".github/release-plan.yml";

export interface OnboardingRepository {
  readonly repository: RepositoryName;
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly archived: boolean;
  readonly plan: PlanPresence;
  /** branches that a plan binds; empty = none */
  readonly branches: readonly OnboardingBranch[];
}

export type PlanPresence =
  | { readonly state: "none" }
  | { readonly state: "good"; readonly path: string; readonly release: string }
  | { readonly state: "wrong"; readonly path: string; readonly problems: number }
  | { readonly state: "unreachable" }
  | { readonly state: "governed-by"; readonly home: RepositoryName };

export interface OnboardingBranch {
  readonly branch: string;
  /** is our check required before merging? null = we may not look */
  readonly required: boolean | null;
}

export interface Onboarding {
  /** user or organisation that installed it */
  readonly account: string;
  readonly repositories: readonly OnboardingRepository[];
  /** text of the first plan, see `firstPlanText` */
  readonly firstPlan: string;
  /** see `webAddress` */
  readonly web: string;
}

/** HTML page. `template` is `templates/onboarding.html.hbs`. */
export function onboardingPage(template: string, onboarding: Onboarding): string {
  const rows = onboarding.repositories.map((one) => ({
    repository: plainText(one.repository),
    url: `${onboarding.web}/${one.repository.split("/").map(encodeURIComponent).join("/")}`,
    plan: planText(one),
    enforced: enforcedTexts(one),
    link: planLink(one, onboarding),
  }));
  return Handlebars.compile(template, { strict: true })({
    account: plainText(onboarding.account), rows, empty: rows.length === 0, firstPlan: onboarding.firstPlan, path: PLAN_PATH,
  });
}

/** The same for a terminal. */
export function onboardingLines(onboarding: Onboarding, width: number | null): readonly string[] {
  if (onboarding.repositories.length === 0) {
    return [`The app is installed on ${terminalText(onboarding.account)} but was given no repository. Choose some in its settings on GitHub.`];
  }
  const rows = onboarding.repositories.map((one) => [terminalText(one.repository), planText(one), enforcedTexts(one).join("; ")]);
  const links = onboarding.repositories.flatMap((one) => {
    const link = planLink(one, onboarding);
    return link === null ? [] : [`  ${link}`];
  });
  return [
    ...tableLines(["Repository", "Plan", "What is enforced"], rows, { width }),
    ...(links.length === 0 ? [] : ["", "To begin, open one of these, look the plan over and commit it:", ...links]),
  ];
}

function planText({ plan, archived }: OnboardingRepository): string {
  if (archived) return "archived, left alone";
  switch (plan.state) {
    case "none": return "no plan yet";
    case "good": return `${plainText(plan.release, 60)} (${plainText(plan.path)})`;
    case "wrong": return `${plainText(plan.path)} has ${plan.problems} ${plan.problems === 1 ? "problem" : "problems"}`;
    case "unreachable": return "the plan could not be read";
    case "governed-by": return `governed by ${plainText(plan.home)}`;
  }
}

function enforcedTexts({ branches, archived }: OnboardingRepository): readonly string[] {
  if (archived || branches.length === 0) return ["nothing"];
  return branches.map(({ branch, required }) => {
    const name = plainText(branch, 80);
    if (required === true) return `${name}: "${checkName(name)}" is required before merging`;
    if (required === false) return `${name}: the check tells, but nothing stops a merge until "${checkName(name)}" is a required check`;
    return `${name}: whether "${checkName(name)}" is required could not be read`;
  });
}

/** Only where a first plan is missing and could be committed. */
function planLink({ plan, archived, repository, defaultBranch }: OnboardingRepository, { web, firstPlan }: Onboarding): string | null {
  return plan.state === "none" && !archived ? newFileLink(web, repository, defaultBranch, PLAN_PATH, firstPlan) : null;
}
