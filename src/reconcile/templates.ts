/**
 * Templates that the home of a plan brings: read with the plan's files, remembered as they are, and judged where they are used. One that is wrong is
 * said to be wrong in the issue itself, which is then made from ours.
 */
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { TEMPLATE_FOLDER } from "../domain/plan/plan-file.ts";
import { markdownCode, markdownProse } from "../text/escape.ts";
import { OWN_TEMPLATES, TEMPLATE_FILES } from "../text/milestone-templates.ts";
import type { TemplateName } from "../text/milestone-templates.ts";
import { TEMPLATE_CAP, renderTemplate } from "../text/template.ts";
import type { TemplateValue } from "../text/template.ts";
import type { PlanFiles } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

/** kind `template`, key `<home repository id>`: what stands in the folder; absent = nothing */
export type TemplateRecord = Partial<Readonly<Record<TemplateName, string>>>;

/** Ours are shortened by rows where an issue has no room for all of it. */
const OURS_AT_MOST = 400_000;
const NAMES = Object.keys(TEMPLATE_FILES) as readonly TemplateName[];

/** The record, where it changed; null = it did not. */
export async function templateChange(home: RepositoryRecord, files: PlanFiles, context: RunContext): Promise<RecordChange | null> {
  const found: TemplateRecord = Object.fromEntries(NAMES.flatMap((name) => {
    const file = files.templates.find(({ path }) => path === `${TEMPLATE_FOLDER}${TEMPLATE_FILES[name]}`);
    // One character too many is enough to know that it is too long.
    return file === undefined ? [] : [[name, file.text.slice(0, TEMPLATE_CAP + 1)]];
  }));
  const before = await context.memory.record<TemplateRecord>("template", String(home.id)) ?? {};
  return JSON.stringify(before) === JSON.stringify(found) ? null : { kind: "template", key: String(home.id), value: NAMES.some((name) => found[name] !== undefined) ? found : null };
}

/** Finished Markdown. */
export async function rendered(name: TemplateName, home: RepositoryRecord, facts: TemplateValue, context: RunContext): Promise<string> {
  const own = (await context.memory.record<TemplateRecord>("template", String(home.id)))?.[name];
  const theirs = own === undefined ? null : renderTemplate(own, facts);
  if (theirs?.ok === true) return theirs.text;
  const ours = renderTemplate(OWN_TEMPLATES[name], facts, OURS_AT_MOST);
  const text = ours.ok ? ours.text : `This could not be shown: ${markdownProse(ours.problem.message)}.`;
  if (theirs === null) return text;
  const { line, message } = theirs.problem;
  const path = markdownCode(`${TEMPLATE_FOLDER}${TEMPLATE_FILES[name]}`);
  return `${text}\n\n**The template ${path} cannot be used**: ${line === null ? "" : `line ${line}: `}${markdownProse(message, 300)}. Until it is mended, this is the Warden's own.`;
}
