/** `/warden why` under the issue of a window: whether what is written there counts now. */
import type { CardRecord } from "../domain/model/card.ts";
import type { PlanRecord } from "../domain/model/records.ts";
import { windowState, windowTimes } from "../domain/policy/window.ts";
import { whyWindowText } from "../text/window-card.ts";
import { planOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** Null where the comment stands under no such issue. */
export async function whyWindow(repository: number, number: number, context: RunContext): Promise<string | null> {
  const said: string[] = [];
  for (const { value: { home, path, subject, guest, number: own } } of await context.memory.records<CardRecord>("card", "")) {
    const here = guest === undefined ? home === repository && own === number : guest.repository === repository && guest.number === number;
    if (subject.kind !== "window" || !here) continue;
    const record = await context.memory.record<PlanRecord>("plan", `${home}/${path}`);
    const plan = record === null ? null : planOf(record);
    const window = plan?.windows.find(({ id }) => id === subject.id);
    const times = window === undefined ? null : windowTimes(window);
    if (plan !== null && window !== undefined && times !== null) said.push(whyWindowText(window, times, windowState(times, context.now()), plan.release.timezone, path));
  }
  return said.length === 0 ? null : said.join("\n\n");
}
