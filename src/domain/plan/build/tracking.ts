/** `tracking` as written → as a value. */
import type { Duration } from "../../model/instant.ts";
import { USUAL_REMINDERS } from "../../model/tracking-rules.ts";
import type { ReminderPlan, TrackingRules } from "../../model/tracking-rules.ts";
import type { WrittenPlan } from "../schema.ts";
import { readZone } from "../time/zone.ts";
import { buildDuration, taken } from "./builder.ts";
import type { Builder } from "./builder.ts";

export function buildTracking(builder: Builder, written: WrittenPlan["tracking"]): TrackingRules | null {
  if (written === undefined) return null;
  const { labels = [], sub_issues: subIssues = false, strict = false, reminders = {} } = written;
  return { labels, subIssues, strict, reminders: reminders === false ? null : buildReminders(builder, reminders) };
}

function buildReminders(builder: Builder, written: Exclude<NonNullable<NonNullable<WrittenPlan["tracking"]>["reminders"]>, false>): ReminderPlan {
  const path = ["tracking", "reminders"] as const;
  const lengths = (name: "before" | "after", otherwise: readonly Duration[]): readonly Duration[] => {
    const given = written[name];
    return given === undefined ? otherwise : given.flatMap((text, index) => buildDuration(builder, [...path, name, index], text) ?? []);
  };
  const zones = Object.entries(written.zones ?? {}).flatMap(([login, zone]) => {
    const read = taken(builder, [...path, "zones", login], readZone(zone));
    return read === null ? [] : [[login.toLowerCase(), read] as const];
  });
  return {
    before: lengths("before", USUAL_REMINDERS.before), after: lengths("after", USUAL_REMINDERS.after), managerAfter: buildDuration(builder, [...path, "manager_after"], written.manager_after) ?? USUAL_REMINDERS.managerAfter,
    opens: written.hours?.from ?? USUAL_REMINDERS.opens, closes: written.hours?.to ?? USUAL_REMINDERS.closes, zones: Object.fromEntries(zones),
  };
}
