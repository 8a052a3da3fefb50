/** `tracking`: issues that show the plan on GitHub, and reminders. Nothing of it happens without this section. */
import { z } from "zod";
import { duration, flag, list, text } from "./field.ts";

const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

function timeOfDay(description: string, example: string): z.ZodString {
  return z.string().regex(TIME_OF_DAY, "is not a time of day; write it in quotes, from \"00:00\" to \"23:59\"").meta({ description, examples: [example] });
}

const hours = z.strictObject({
  from: timeOfDay("From when on.", "08:00"),
  to: timeOfDay("Until when.", "18:00"),
}).refine((given) => given.from < given.to, "ends before it begins");

const reminders = z.strictObject({
  before: list(duration("So long before a deadline.", "2 days"), "When the owner is told that a deadline comes. 2 days before if left out.", ["3 days", "1 day"], 5).optional(),
  after: list(duration("So long after a deadline.", "1 day"), "When a missed deadline is told; this is also how often. 1, 3 and 7 days after if left out.", ["1 day", "3 days", "7 days"], 10).optional(),
  manager_after: duration("Missed for so long, the manager is told as well. 3 days if left out.", "3 days").optional(),
  hours: hours.meta({ description: "When people may be written to, Monday to Friday without holidays. 08:00 to 18:00 if left out.", examples: [{ from: "09:00", to: "17:00" }] }).optional(),
  zones: z.record(z.string().max(60, "is longer than 60 characters"), text("The zone in which the person lives.", "America/New_York", 60)).refine((zones) => Object.keys(zones).length <= 200, "has more than 200 people").meta({ description: "Zones of people, by login; the plan's own if left out.", examples: [{ bwhm: "Europe/Oslo" }] }).optional(),
});

export const tracking = z.strictObject({
  labels: list(text("A label.", "release", 50), "Labels of the tracking issues, given when they are made.", ["release"], 10).optional(),
  sub_issues: flag("Each item of a checklist that has an owner becomes a sub-issue. No if left out.").optional(),
  strict: flag("A box that was ticked without the right, or a milestone that was closed with open items or by somebody who does not decide on it, is put back once. If left out, it is only said.").optional(),
  reminders: z.union([z.literal(false), reminders]).meta({ description: "Who is reminded of deadlines, and when. false: nobody is.", examples: [{ before: ["3 days", "1 day"] }] }).optional(),
});
