/** The plans of the model, and what each of them lets in: said here a second time and by hand, so that the app's own reading is tested by another. */
export interface ModelPlan {
  readonly name: string;
  readonly text: string;
  /** the same for acme/app and acme/site together */
  readonly joint: string;
  readonly lets: { readonly bugfixes: boolean; readonly docs: boolean };
  /** a second freeze of bugfixes too, in ms UTC */
  readonly hard: { readonly from: number; readonly until: number } | null;
}

const at = (time: string): number => Date.parse(`2026-12-01T${time}:00Z`);
export const SCENE_BEGINS = "2026-12-01T08:57:00Z";
export const FREEZE_BEGINS = at("09:00");

const TWO_PRODUCTS = `products:
  - { id: app, repositories: [acme/app], branch: main }
  - { id: site, repositories: [acme/site], branch: main }
`;

function plan(name: string, rule: string, lets: ModelPlan["lets"], hard = false): ModelPlan {
  const text = (products: string): string => `release: { name: "2.4", manager: rita, timezone: UTC }
${products}milestones:
  - { id: code-complete, title: Code complete, due: 2026-12-01T09:00 }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
freezes:
  - { id: freeze, from: code-complete, until: release, ${rule} }
${hard ? "  - { id: hard, from: \"2026-12-01T09:20\", until: \"2026-12-01T09:40\", allow: [release] }\n" : ""}`;
  return { name, lets, hard: hard ? { from: at("09:20"), until: at("09:40") } : null, text: text(""), joint: text(TWO_PRODUCTS) };
}

export const PLANS: readonly ModelPlan[] = [
  plan("the plan that lets in bugfixes", "allow: [bugfix, release]", { bugfixes: true, docs: false }),
  plan("the tight plan, which lets in nothing", "allow: [release]", { bugfixes: false, docs: false }),
  plan("the loose plan, which lets in bugfixes and docs", "allow: [bugfix, release], except: { paths: [docs/**] }", { bugfixes: true, docs: true }),
  plan("the plan with a second freeze from 09:20 until 09:40", "allow: [bugfix, release]", { bugfixes: true, docs: false }, true),
];
