/** `/warden why` under the tracking issue of a milestone: how it stands, and when that was last looked at. */
import type { AdmittedComment } from "../domain/command/entry.ts";
import type { ProgressRecord } from "../domain/model/progress.ts";
import { milestoneWhyText } from "../text/command-why.ts";
import { milestoneFacts } from "../text/milestone-facts.ts";
import { homePlan, shownMilestone } from "./home-plan.ts";
import { planKey } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** Null where the comment stands under no such issue. */
export async function whyMilestone(admitted: AdmittedComment, plans: readonly PlanInForce[], context: RunContext): Promise<string | null> {
  for (const { record } of plans) {
    const id = admitted.plans.find(({ plan }) => plan === planKey(record))?.milestone;
    const plan = id === undefined ? null : await homePlan(record.home, record.path, context);
    const dates = plan?.dates.find(({ milestone }) => milestone.id === id);
    const own = id === undefined ? undefined : plan?.progress.get(id);
    if (plan !== null && dates !== undefined && own !== undefined) return milestoneWhyText(milestoneFacts(shownMilestone(plan, dates, own)), own.lookedAt, plan.plan.release.timezone);
  }
  return null;
}

/** Where people open GitHub, by one of our own issues; null = there is none. */
export async function webOfPlans(plans: readonly PlanInForce[], { memory }: RunContext): Promise<string | null> {
  for (const { record } of plans) {
    const [first] = await memory.records<ProgressRecord>("progress", `${planKey(record)}/`);
    const url = first?.value.url ?? null;
    if (url !== null && URL.canParse(url)) return new URL(url).origin;
  }
  return null;
}
