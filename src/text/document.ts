/** Documents that are final before something begins, as windows' cards and the issue with all dates show them. Of a private repository nothing is shown but that there is one. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlannedDocument } from "../domain/model/plan-record.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { DocumentStanding } from "../domain/model/window.ts";
import type { DocumentTimes, SeenFile } from "../domain/policy/document.ts";
import { markdownCode, markdownCodeCell, markdownText, plainText } from "./escape.ts";
import { instantText } from "./instant.ts";
import { mentionText } from "./tracking-reference.ts";

export interface ShownDocument {
  readonly document: PlannedDocument;
  readonly times: DocumentTimes;
  readonly standing: DocumentStanding;
  /** null = not looked at, or out of sight */
  readonly seen: SeenFile | null;
  /** its owner is to see to it before it is final */
  readonly owed: boolean;
  /** everybody may read where this is shown, and not where it stands */
  readonly hidden: boolean;
  /** null = where this is shown */
  readonly repository: RepositoryName | null;
  /** where people open its repository; null = not known */
  readonly web: string | null;
  /** who is called when it changed */
  readonly called: string | null;
}

const HIDDEN = "A document in a private repository";
/** the plan has the others */
const SHOWN = 30;

export function documentTitle({ title, version }: Pick<PlannedDocument, "title" | "version">): string {
  return version === null ? title : `${title} ${version}`;
}

/** Of a document that no window holds. */
export function documentIssueTitle({ release }: ReleasePlan, { title }: PlannedDocument): string {
  return plainText(`${release.name}: document: ${title}`, 250);
}

/** The section of that issue; without documents the release is over. */
export function documentIssueText(documents: readonly ShownDocument[], zone: string, path: string): string {
  return `${documentsText(documents, zone) ?? "The release is over, and nobody looks at this document any more."}\n\nFrom its date on a change is told here. What is agreed about it stands in ${markdownCode(path)}.`;
}

/** Null where there is none. */
export function documentsText(documents: readonly ShownDocument[], zone: string): string | null {
  if (documents.length === 0) return null;
  const rows = documents.slice(0, SHOWN).map((one) => `| ${nameText(one, true)} | ${stateText(one, zone)} |`);
  const more = documents.length > SHOWN ? [`\nand ${documents.length - SHOWN} more, which the plan lists.`] : [];
  return ["| Document | How it stands |", "|---|---|", ...rows, ...more].join("\n");
}

/** "Governance 1.2 (`docs/governance.md`)" */
function nameText({ document, hidden, repository }: ShownDocument, cell = false): string {
  if (hidden) return HIDDEN;
  const place = `${repository === null ? "" : `${repository}: `}${document.path}`;
  return `${markdownText(documentTitle(document), 200)} (${cell ? markdownCodeCell(place, 300) : markdownCode(place, 300)})`;
}

function stateText(shown: ShownDocument, zone: string): string {
  const { document, times: { final }, standing: { pin, changed, restored }, seen, owed, hidden } = shown;
  if (final === null) return "the plan does not say when it must be final";
  const when = instantText(final, zone, null);
  if (pin === null && changed === null) {
    if (owed) return `to be final ${when}; ${seen?.blob == null ? "**it is not there yet**" : `**it is not as agreed**${hidden ? "" : `: ${content(document.blob)} is agreed, ${content(seen.blob)} stands there`}`}`;
    return `to be final ${when}`;
  }
  if (pin === null) return `was to be final ${when}, and **is not there**`;
  const late = pin.at - final > LATE ? `, as first seen ${instantText(pin.at, zone, null)}` : "";
  const is = `final since ${when}${hidden ? "" : `: ${content(pin.blob)}`}${late}`;
  if (changed !== null) return `${is}. ⚠️ **It has changed since**${hidden ? "" : `: ${changed.blob === null ? "the file is gone" : `${content(changed.blob)} stands there now${compareText(shown)}`}`}`;
  return restored ? `${is}. It had changed in between, and stands as it was final again` : is;
}

const LATE = 60_000;

function content(blob: string | null): string {
  return blob === null ? "nothing" : `blob ${markdownCode(blob.slice(0, 7))}`;
}

function compareText({ web, standing: { pin, changed } }: ShownDocument): string {
  return web === null || pin?.commit == null || changed === null ? "" : ` ([what changed](${web}/compare/${pin.commit}...${changed.commit}))`;
}

/** "Governance 1.2 (`docs/governance.md`, blob `3b18e51`)", of all that are final; null = none may be named. */
export function finalText(documents: readonly ShownDocument[]): string | null {
  const named = documents.filter(({ hidden, standing }) => !hidden && standing.pin !== null);
  return named.length === 0 ? null : named.slice(0, SHOWN).map((one) => `${markdownText(documentTitle(one.document), 200)} (${markdownCode(one.document.path, 300)}, ${content(one.standing.pin?.blob ?? null)})`).join(", ");
}

/** Something else stands there than what was final, told once for each content. */
export function changedDocumentText(shown: ShownDocument, zone: string): string {
  const { document, times, standing: { pin, changed }, hidden, called } = shown;
  const until = times.until === null ? "" : ` It holds until ${instantText(times.until, zone, null)}, and people go by what was final.`;
  const what = hidden || pin === null || changed === null ? "." : `: ${content(pin.blob)} was final, ${changed.blob === null ? "and the file is gone" : `${content(changed.blob)} stands there now${compareText(shown)}`}.`;
  return `${mentionText(called)}: ${hidden ? HIDDEN.toLowerCase() : `**${nameText(shown)}**`} changed after it was final${what}${until} Put back what was final, or ${document.blob === null ? "say here what changed and for whom" : "change `blob` and `version` in the plan"}.`;
}

/** Its instant has come and there is no such file. */
export function missingDocumentText(shown: ShownDocument, zone: string): string {
  const { times: { final }, called, hidden } = shown;
  return `${mentionText(called)}: ${hidden ? HIDDEN.toLowerCase() : `**${nameText(shown)}**`} was to be final ${final === null ? "now" : instantText(final, zone, null)}, and is not there. What is put there first will be final.`;
}
