/** Tags that can be read and stand in order, features that stand in one group, environments that exist. */
import type { ReleaseTag } from "../../model/tag.ts";
import { compareTags, parseTag, tagPrefix, tagText } from "../../policy/tag.ts";
import { oneOfThese } from "../build/builder.ts";
import { quoted } from "../quoted.ts";
import type { PlanPath } from "../source-map.ts";
import type { Check } from "./check.ts";
import { inLine } from "./check.ts";
import { globError } from "./globs.ts";

export function checkTesting(check: Check): void {
  if (checkFormat(check)) checkCandidates(check);
  checkEnvironments(check);
  checkFeatures(check);
  const { plan } = check;
  plan.environments.forEach((environment, index) => {
    checkPatterns(check, ["environments", index, "reports"], environment.reports);
    checkPatterns(check, ["environments", index, "checks"], environment.checks);
  });
  checkPatterns(check, ["features", "acceptance", "tests"], plan.features?.acceptance.tests ?? []);
  checkPatterns(check, ["documentation", "paths"], plan.documentation?.paths ?? []);
}

/** Whether tags can be read by it; without that nothing else about them can be judged. */
function checkFormat({ plan, source, findings }: Check): boolean {
  if (tagPrefix(plan.tags.format) !== null) return true;
  findings.error(source.at(["tags", "format"]), "bad-tag-format", `Tags cannot be read by ${quoted(plan.tags.format)}.`, "write what stands before the version, then {version}-{suffix}: \"v{version}-{suffix}\"");
  return false;
}

function checkCandidates(check: Check): void {
  const { plan, source, findings } = check;
  const planned = plan.candidates?.planned ?? [];
  let last: { readonly tag: ReleaseTag; readonly index: number } | null = null;
  planned.forEach((candidate, index) => {
    const path = ["candidates", "planned", index];
    const tag = readTag(check, path, candidate.tag);
    if (tag === null) return;
    const order = last === null ? -1 : compareTags(last.tag, tag);
    if (order === 0) findings.error(source.at(path), "duplicate-tag", `${quoted(candidate.tag)} stands here twice${inLine(check, ["candidates", "planned", last?.index ?? 0])}.`, "remove one of them");
    if (order > 0) findings.warning(source.at(path), "tag-order", `${quoted(candidate.tag)} comes before ${quoted(tagText(last?.tag ?? tag, plan.tags.format))}, which stands above it.`, "put the tags in the order in which they are made");
    if (tag.stage.kind === "candidate" && tag.stage.interim === 1 && !planned.some((other) => other.tag === candidate.tag.replace(/-p\d+$/, "")))
      findings.error(source.at(path), "interim-without-candidate", `${quoted(candidate.tag)} is a build of ${quoted(candidate.tag.replace(/-p\d+$/, ""))}, which is not planned.`, "plan the candidate as well; interim builds need no plan at all");
    last = { tag, index };
  });
  const required = plan.features?.acceptance.requiredBy ?? null;
  if (required !== null) {
    const path = ["features", "acceptance", "required_by"];
    const tag = readTag(check, path, required);
    if (tag !== null && planned.length > 0 && !planned.some((candidate) => candidate.tag === required))
      findings.error(source.at(path), "unknown-candidate", `${quoted(required)} is not among the candidates.`, () => oneOfThese(required, planned.map((one) => one.tag), "candidates"));
  }
  checkCount(check);
}

function checkCount(check: Check): void {
  const { plan, source, findings } = check;
  if (plan.candidates === null) return;
  const scheduled = plan.candidates.planned.filter((one) => /-rc\d+$/.test(one.tag)).length;
  if (scheduled > 0 && scheduled < plan.candidates.atLeast)
    findings.warning(source.at(["candidates", "at_least"]), "too-few-candidates", `At least ${plan.candidates.atLeast} candidates are asked for, and ${scheduled} planned.`, "plan more of them, or ask for fewer");
  const milestones = plan.milestones.map((milestone) => milestone.id);
  plan.candidates.after.forEach((id, index) => expectMilestone(check, ["candidates", "after", index], id, milestones));
  const frozenAt = plan.features?.scope?.frozenAt;
  if (frozenAt !== undefined) expectMilestone(check, ["features", "scope", "frozen_at"], frozenAt, milestones);
}

function expectMilestone({ source, findings }: Check, path: PlanPath, id: string, known: readonly string[]): void {
  if (!known.includes(id)) findings.error(source.at(path), "unknown-milestone", `There is no milestone ${quoted(id)}.`, () => oneOfThese(id, known, "milestones"));
}

function readTag({ plan, source, findings }: Check, path: PlanPath, text: string): ReleaseTag | null {
  const reading = parseTag(text, plan.tags.format);
  if (reading.ok) return reading.tag;
  findings.error(source.at(path), "bad-tag", `${quoted(text)} ${reading.says}.`, reading.hint === null ? "write a tag such as v0.5.0-rc1" : `write \`${reading.hint}\``);
  return null;
}

function checkEnvironments(check: Check): void {
  const { plan, source, findings } = check;
  const ids = plan.environments.map((environment) => environment.id);
  ids.forEach((id, index) => {
    const first = ids.findIndex((other) => other.toLowerCase() === id.toLowerCase());
    if (first < index) findings.error(source.at(["environments", index, "id"]), "duplicate-id", `The id ${quoted(id)} is taken${inLine(check, ["environments", first, "id"])}.`, "give one of them another id");
  });
  (plan.features?.acceptance.environments ?? []).forEach((id, index) => {
    if (!ids.includes(id)) findings.error(source.at(["features", "acceptance", "environments", index]), "unknown-environment", `There is no environment ${quoted(id)}.`, () => oneOfThese(id, ids, "environments"));
  });
  const testers = new Set(plan.environments.map((environment) => environment.tester));
  (plan.features?.acceptance.testers ?? []).forEach((tester, index) => {
    if (!testers.has(tester)) findings.error(source.at(["features", "acceptance", "testers", index]), "no-such-tester", `No environment has ${tester} testers, so this can never be met.`, `give one environment \`tester: ${tester}\``);
  });
}

function checkFeatures(check: Check): void {
  const { plan, source, findings } = check;
  const seen = new Map<string, PlanPath>();
  const groups = new Map<string, PlanPath>();
  plan.features?.groups.forEach((group, index) => {
    const path = ["features", "groups", index, "id"];
    const taken = groups.get(group.id.toLowerCase());
    if (taken !== undefined) findings.error(source.at(path), "duplicate-id", `The id ${quoted(group.id)} is taken${inLine(check, taken)}.`, "give one of them another id");
    groups.set(group.id.toLowerCase(), path);
    group.features.forEach((title, at) => {
      const place = ["features", "groups", index, "features", at];
      const earlier = seen.get(title.trim().toLowerCase());
      if (earlier !== undefined) findings.error(source.at(place), "duplicate-feature", `The feature ${quoted(title)} is listed already${inLine(check, earlier)}.`, "list it in one group");
      else seen.set(title.trim().toLowerCase(), place);
    });
  });
}

function checkPatterns({ source, findings }: Check, path: PlanPath, globs: readonly string[]): void {
  globs.forEach((glob, index) => {
    const error = globError(glob);
    if (error !== null) findings.error(source.at([...path, index]), "bad-pattern", `${quoted(glob)} ${error[0]}.`, error[1]);
  });
}
