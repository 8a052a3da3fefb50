/** `release`: the release as a whole, and how times in the plan are read. */
import { z } from "zod";
import { authority, flag, handedOver, link, list, text, time } from "./field.ts";
import { deployment } from "./record.ts";

export const release = z.strictObject({
  name: text("What people call this release.", "2.4"),
  manager: authority("Who answers for the release: a GitHub login or org/team. May close milestones, approve exceptions and changes of this plan.").optional(),
  handed_over: handedOver(),
  timezone: text("The zone in which every time without an offset is read: a place such as Europe/Oslo, an offset such as +02:00, UTC, or AoE for anywhere on earth.", "Europe/Oslo", 60).optional(),
  day_ends: z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, "is not a time of day; write it in quotes, from \"00:00\" to \"24:00\"").meta({ description: "What a bare date means: the time of day at which it is over. \"24:00\" unless said otherwise.", examples: ["17:00"] }).optional(),
  due: time("When the release is to be out, where it is stated apart from its milestone.").optional(),
  planned: time("The same as first planned; never edited afterwards.").optional(),
  window: z.strictObject({ from: time("When the process begins."), to: time("When the process is to be finished.") }).meta({ description: "The time in which all of it is to happen; dates outside are warned of.", examples: [{ from: "2026-09-15", to: "2026-12-15" }] }).optional(),
  holidays: list(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is not a date such as 2026-12-25").meta({ description: "A day off.", examples: ["2026-12-25"] }), "Days on which nobody should have to work; a date on one of them is warned of, and working days leave them out.", ["2026-12-25"], 400).optional(),
  public: flag("Whether everybody may see this release's page; private repositories and people are left out of it. Only for plans in public repositories.").optional(),
  links: z.record(z.string().max(60, "is longer than 60 characters"), link("An address.")).meta({ description: "Where things about this release are found, by name.", examples: [{ tracking: "https://github.com/Joystream/joystream/issues/1" }] }).optional(),
  description: text("What the release is about.", "The forum moves onto the chain", 2_000).optional(),
  deployment: deployment.meta({ description: "How it gets to its users.", examples: ["The running network upgrades its runtime"] }).optional(),
});
