/** Ids are unique, and whatever refers to one finds it. */
import { oneOfThese } from "../build/builder.ts";
import { quoted } from "../quoted.ts";
import type { PlanPath } from "../source-map.ts";
import type { Check } from "./check.ts";

export function checkReferences(check: Check): void {
  checkUnique(check);
  const { written } = check;
  const products = (written.products ?? []).map((product) => product.id);
  const milestones = (written.milestones ?? []).map((milestone) => milestone.id);
  const freezes = check.plan.freezes.map((freeze) => freeze.id);
  (written.milestones ?? []).forEach((milestone, index) => {
    (milestone.after ?? []).forEach((id, at) => expectKnown(check, ["milestones", index, "after", at], id, milestones, "milestone"));
    for (const id of Object.keys(milestone.due_for ?? {})) expectKnown(check, ["milestones", index, "due_for", id], id, products, "product");
  });
  (written.freezes ?? []).forEach((freeze, index) => {
    (freeze.products ?? []).forEach((id, at) => expectKnown(check, ["freezes", index, "products", at], id, products, "product"));
    (freeze.except?.products ?? []).forEach((id, at) => expectKnown(check, ["freezes", index, "except", "products", at], id, products, "product"));
  });
  (written.key_results ?? []).forEach((result, index) => {
    const freeze = result.measure?.merges_during;
    if (typeof freeze === "string") expectKnown(check, ["key_results", index, "measure", "merges_during"], freeze, freezes, "freeze");
    for (const field of ["slip", "after"] as const) if (result.measure?.[field] !== undefined) expectKnown(check, ["key_results", index, "measure", field], result.measure[field], milestones, "milestone");
    if (result.objective !== undefined) expectKnown(check, ["key_results", index, "objective"], result.objective, (written.objectives ?? []).map(({ id }) => id), "objective");
  });
  (written.documents ?? []).forEach((document, index) => {
    (document.windows ?? []).forEach((id, at) => expectKnown(check, ["documents", index, "windows", at], id, (written.windows ?? []).map((window) => window.id), "window"));
  });
  const operations = (written.operations ?? []).map((operation) => operation.id);
  (written.operations ?? []).forEach((operation, index) => {
    (operation.after ?? []).forEach((id, at) => expectKnown(check, ["operations", index, "after", at], id, [...operations.filter((one) => one !== operation.id), ...milestones], "operation"));
  });
}

function expectKnown({ source, findings }: Check, path: PlanPath, id: string, known: readonly string[], what: "milestone" | "product" | "freeze" | "objective" | "operation" | "window"): void {
  if (known.includes(id)) return;
  const place = source.node(path)?.source === null ? source.key(path) : source.at(path);
  findings.error(place, `unknown-${what}`, `There is no ${what} ${quoted(id)}.`, () => oneOfThese(id, known, `${what}s`));
}

function checkUnique(check: Check): void {
  const { plan, written } = check;
  uniqueIn(check, "products", (written.products ?? []).map((product) => product.id));
  uniqueIn(check, "milestones", (written.milestones ?? []).map((milestone) => milestone.id));
  uniqueIn(check, "messages", (written.messages ?? []).map((message) => message.id));
  uniqueIn(check, "risks", plan.risks.map(({ id }) => id));
  for (const section of ["objectives", "key_results", "operations", "teams", "windows", "documents", "blockers", "maintenance"] as const) uniqueIn(check, section, (written[section] ?? []).map(({ id }) => id));
  // Freezes without an id have one made for them, so the plan is asked; it has them all or something else is wrong already.
  if (plan.freezes.length === (written.freezes ?? []).length) uniqueIn(check, "freezes", plan.freezes.map((freeze) => freeze.id));
}

function uniqueIn({ source, findings }: Check, section: string, ids: readonly string[]): void {
  const first = new Map<string, number>();
  ids.forEach((id, index) => {
    const known = first.get(id.toLowerCase());
    if (known === undefined) {
      first.set(id.toLowerCase(), index);
      return;
    }
    const line = source.at([section, known, "id"]).line;
    findings.error(source.at([section, index, "id"]), "duplicate-id", `The id ${quoted(id)} is taken${line === null ? "" : ` (line ${line})`}.`, source.node([section, index, "id"]) === null ? "give it an id of its own: `id: …`" : "give one of them another id");
  });
}
