/** `milestones`: the steps of the release, each with its baseline (`planned`), its live date (`due`) and what happened (`actual`). */
import { z } from "zod";
import { authority, duration, handedOver, id, ids, inert, link, list, login, person, team, text, time } from "./field.ts";
import { fallback, issuePlace } from "./record.ts";

const moved = z.strictObject({
  to: time("The new date."),
  on: time("When that was decided.").optional(),
  because: text("Why.", "evaluation meeting", 500),
  see: link("Where it was decided.").optional(),
});

const actual = z.strictObject({
  on: time("When it happened.").optional(),
  by: time("It happened then or earlier.").optional(),
  extent: z.enum(["done", "partial"]).meta({ description: "Whether all of it was done.", examples: ["partial"] }).optional(),
  note: text("What was left out, and the like.", "storage part postponed", 500).optional(),
}).refine((given) => (given.on === undefined) !== (given.by === undefined), "needs either `on` or `by`");

const part = z.strictObject({
  title: text("What it is.", "CI/CD pipeline"),
  due: time("When it is due.").optional(),
  owner: person("Who does it.").optional(),
  at: issuePlace.optional(),
  review: list(login("Who looks at it."), "Who looks at it once it is ready.", ["bedeho"], 20).optional(),
});

const task = z.strictObject({
  task: text("What is to be done.", "List what is outstanding", 500),
  owner: person("Who does it.").optional(),
  before: duration("So long before the milestone is due.", "2 days").optional(),
  due: time("When it is due, if not with the milestone.").optional(),
});

export const milestone = z.strictObject({
  id: id("Short name by which the rest of the plan refers to it.", "release"),
  title: text("What people call it.", "Release").optional(),
  description: text("What is done here.", "Test all sub-systems separately", 2_000).optional(),
  planned: time("The baseline: the date as first planned, never edited afterwards.").optional(),
  due: time("The live date, which governs.").optional(),
  due_for: z.record(z.string(), time("The live date for this product.")).refine((dates) => Object.keys(dates).length <= 200, "has more than 200 products").meta({ description: "Live dates that differ for a product, by its id.", examples: [{ colossus: "2019-06-14" }] }).optional(),
  moved: list(moved, "Every change of the live date, oldest first.", [{ to: "2019-06-17", on: "2019-06-11", because: "evaluation meeting" }], 50).optional(),
  actual: actual.meta({ description: "What happened, as a record. It ends no freeze: a milestone is reached when its manager closes it.", examples: [{ on: "2019-06-22", extent: "partial" }] }).optional(),
  fallback: fallback.meta({ description: "What is done where it does not come about: its manager may say so once that long has passed.", examples: [{ task: "Force the proposal", after: "48 hours", unless: "criticism" }] }).optional(),
  lasts: duration("How long it takes once it has begun.", "48 hours").optional(),
  parts: list(part, "Smaller things that are due on the way.", [{ title: "First draft", due: "2019-05-15" }], 50).optional(),
  manager: authority("Who decides that it is reached: a GitHub login or org/team.").optional(),
  handed_over: handedOver(),
  team: team(),
  after: ids("Milestones that must be reached first.", "final-test").optional(),
  checklist: list(z.union([text("What is to be done.", "Upgrade the runtime", 500), task]), "What is to be done before it is reached.", ["Upgrade the runtime"], 100).optional(),
  environments: inert("Where the testing happens."),
  criteria: inert("What must hold for it to be reached."),
});
