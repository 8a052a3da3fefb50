/** A new incident issue from its template, the Warden's own or the repository's. Values are finished Markdown: a template only places them. */
import Handlebars from "handlebars";
import { fenced } from "../domain/desired/fenced-section.ts";
import { incidentHelpText } from "./incident-answer.ts";
import { markdownText } from "./escape.ts";

/** Where a repository may put its own. */
export const INCIDENT_TEMPLATE_PATH = ".github/release-warden/incident.md.hbs";
const TEMPLATE_CAP = 16_000;
const BODY_ROOM = 30_000;

export interface ReportedIncident {
  readonly title: string;
  /** what the reporter wrote beside the title, as they wrote it; null = nothing */
  readonly text: string | null;
  readonly reporter: string | null;
  /** where it was reported, `#7`; null = nowhere but here */
  readonly origin: string | null;
}

/** `own` is the repository's template, null where there is none; `broken` says why it could not be used. */
export function incidentIssueText(template: string, own: string | null, reported: ReportedIncident): { readonly body: string; readonly broken: string | null } {
  if (own === null) return { body: rendered(template, reported), broken: null };
  try {
    if (own.length > TEMPLATE_CAP) throw new Error(`it is longer than ${TEMPLATE_CAP} characters`);
    const body = rendered(own, reported);
    if (body.length > BODY_ROOM) throw new Error(`what it makes is longer than ${BODY_ROOM} characters`);
    return { body, broken: null };
  } catch (error) {
    return { body: rendered(template, reported), broken: markdownText(error instanceof Error ? error.message : "it could not be read", 300) };
  }
}

/** Only `if` and `unless` may stand in a template: it can neither loop nor call anything. */
function rendered(template: string, { title, text, reporter, origin }: ReportedIncident): string {
  const compiled = Handlebars.create().compile(template, { noEscape: true, knownHelpers: { if: true, unless: true }, knownHelpersOnly: true, strict: false });
  const section = (name: string): string => fenced({ name, content: "" });
  return compiled({
    title: markdownText(title), text: text === null ? null : text.split("\n").slice(0, 200).map((line) => markdownText(line, 2_000)).join("\n"),
    reporter: reporter === null ? "an account that is gone" : markdownText(reporter, 60), origin, commands: incidentHelpText(),
    incident: section("incident"), timeline: section("timeline"), report: section("report"), ledger: section("ledger"),
  });
}

export function incidentTitle(title: string): string {
  return `Incident: ${title}`.slice(0, 240);
}
