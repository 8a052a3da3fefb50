/**
 * The pages as HTML. Templates are given as text and compiled once; Handlebars escapes every value, and values of people have been made
 * harmless and short before. No page carries code or style of its own: both come from files, so that the browser can be told to run nothing else.
 */
import Handlebars from "handlebars";
import type { HealthView } from "./health.ts";
import type { Moment } from "./facts.ts";

export const VIEWS = ["overview", "freezes", "waiting", "feeders", "account", "waivers", "milestones", "next", "acceptance", "incidents", "key-results", "health"] as const;
export type View = (typeof VIEWS)[number];
/** What everybody may see of a plan that says so; the others are about people, or about the Warden. */
export const PUBLIC_VIEWS: readonly View[] = ["overview", "freezes", "waiting", "milestones", "acceptance", "key-results"];

export const VIEW_TITLES: Readonly<Record<View, string>> = {
  "overview": "Overview", "freezes": "What is frozen", "waiting": "Who waits", "feeders": "In feeders", "account": "What slipped through", "waivers": "Exceptions",
  "milestones": "Milestones", "next": "Next 14 days", "acceptance": "Acceptance tests", "incidents": "Incidents", "key-results": "Key results", "health": "Health of the Warden",
};

export interface Frame {
  readonly title: string;
  /** of the release; null where the page is of no single plan */
  readonly release: string | null;
  readonly nav: readonly { readonly href: string; readonly title: string; readonly current: boolean }[];
  readonly notices: readonly string[];
  /** the same as JSON */
  readonly json: string | null;
  readonly events: string | null;
  readonly asOf: Moment;
  readonly source: { readonly href: string; readonly text: string } | null;
  readonly reader: { readonly login: string } | null;
  readonly signIn: string | null;
  readonly css: string;
  readonly script: string;
  readonly icon: string;
  /** what is left out for this reader, in words */
  readonly leftOut: string | null;
}

export interface PlanList {
  readonly plans: readonly { readonly href: string; readonly release: string; readonly home: string; readonly stateText: string }[];
  /** what to do where there is none */
  readonly advice: string;
}

export type Content = { readonly view: View; readonly model: object } | { readonly view: "plans"; readonly model: PlanList } | { readonly view: "message"; readonly model: { readonly heading: string; readonly text: string; readonly link: { readonly href: string; readonly text: string } | null } };

/** `templates` by file name without its ending: "layout", "overview", …; names that begin with "_" are parts of others. */
export function createPages(templates: Readonly<Record<string, string>>): (frame: Frame, content: Content) => string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper("eq", (a: unknown, b: unknown) => a === b);
  for (const [name, text] of Object.entries(templates)) handlebars.registerPartial(name, text);
  const layout = handlebars.compile(templates["layout"] ?? "", { noEscape: false, strict: false });
  return (frame, content) => layout({ ...frame, view: content.view, model: content.model });
}

/** What a plan's file has become, where it is not good; null = it is good. */
export function planNotice(record: { readonly state: string; readonly path: string; readonly text: string | null; readonly gone?: object; readonly problems: readonly { readonly severity: string }[] }): string | null {
  const errors = record.problems.filter(({ severity }) => severity === "error").length;
  const holds = record.text === null ? "No plan is in force." : "The last good plan stays in force until it is corrected.";
  if (record.gone !== undefined) return `The repository of ${record.path} is out of sight: the app was taken off it, or it was deleted or given away. The last good plan stays in force in the repositories that are left. Give the app access again, or end its freezes there with /warden thaw.`;
  switch (record.state) {
    case "wrong": return `${record.path} has ${errors} ${errors === 1 ? "problem" : "problems"}. ${holds} The check on its last commit names each line.`;
    case "vanished": return `${record.path} is gone. ${holds}`;
    case "unreachable": return `${record.path} could not be read. ${holds}`;
    default: return null;
  }
}

export type { HealthView };
