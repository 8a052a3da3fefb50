/** `key_results`: what is to be achieved, how it is measured, and whose guesses weigh how much since when. */
import { z } from "zod";
import { id, list, text, time } from "./field.ts";
import { measure } from "./measure.ts";
import { tracked } from "./objective.ts";

const weight = z.union([z.number(), z.string()]).meta({ description: "A fraction: 1/2, 1/8, 1.", examples: ["1/2"] });

const weights = z.strictObject({
  from: time("Since when these weights hold."),
  of: z.record(z.string().max(100, "is longer than 100 characters"), weight).refine((of) => Object.keys(of).length <= 50, "has more than 50 people").meta({ description: "The share of each person, of each role that a team of the plan gives, or of a team of GitHub (org/team); together they make 1.", examples: [{ bwhm: "1/2", mnaamani: "1/2" }] }),
});

export const keyResult = z.strictObject({
  id: id("Short name.", "only-bugfixes"),
  title: text("What is to be achieved.", "Only bugfixes after the sub-system test", 500),
  objective: id("The objective that it serves. The only one if left out.", "launch").optional(),
  tracked: tracked(),
  due: time("When it is measured.").optional(),
  measure: measure.meta({ description: "What the program itself can count.", examples: [{ merges_during: "bugfixes-only", except: ["bugfix"] }] }).optional(),
  score: z.enum(["naive", "estimate", "confidence"]).meta({ description: "naive: read from the data; estimate: share of the work done; confidence: how sure each person is.", examples: ["confidence"] }).optional(),
  weights: list(weights, "Whose score weighs how much; a later row replaces the one before.", [{ from: "2019-05-09", of: { bwhm: "1/2", mnaamani: "1/2" } }], 50).optional(),
});
