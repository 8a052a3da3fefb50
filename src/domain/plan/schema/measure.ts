/** `measure` of a key result: what the program itself can count. One of seven, with what belongs to it. */
import { z } from "zod";
import { CHANGE_KINDS } from "../../model/change-kind.ts";
import { duration, id, list, person, text } from "./field.ts";

const MEASURES = ["merges_during", "issues_closed", "checks_passed", "acceptance_passed", "first_response", "slip", "reported"] as const;
/** which fields belong to which measure */
const BELONGS: Readonly<Record<string, readonly (typeof MEASURES)[number][]>> = {
  except: ["merges_during"], without: ["issues_closed"], at_most_each: ["issues_closed"], target: ["issues_closed", "checks_passed", "acceptance_passed", "reported"],
  within: ["first_response", "reported"], first_week: ["first_response"], after: ["first_response"], at_most_days: ["slip"],
};

export const measure = z.strictObject({
  merges_during: id("A freeze: merges that it would not have let in are counted, and none is the aim.", "bugfixes-only").optional(),
  except: list(z.enum(CHANGE_KINDS), "Kinds of change that do not count.", [["bugfix"]], 20).optional(),
  issues_closed: text("A label: how many of its issues are closed.", "acropolis", 100).optional(),
  without: list(person("A login."), "People whose issues do not count, the own team for instance.", [["bwhm"]], 20).optional(),
  at_most_each: z.int().min(1, "is below 1").max(1_000, "is more than 1000").meta({ description: "How many issues of one person count.", examples: [5] }).optional(),
  checks_passed: z.union([text("Names of checks as a pattern.", "CI / *", 200), z.literal(true)]).meta({ description: "Checks on the newest commit of each product's branch; true for all of them.", examples: ["CI / *"] }).optional(),
  acceptance_passed: text("A release tag whose acceptance tests are counted, or `last` for the last one.", "last", 100).optional(),
  first_response: text("A label: how long its issues waited for a first answer.", "support", 100).optional(),
  slip: id("A milestone: how many days after its baseline it was reached.", "release").optional(),
  reported: text("A file in this repository that a tool of yours writes: { \"at\": \"2026-12-01T06:00:00Z\", \"value\": 0.97 }.", "metrics/uptime.json", 200).regex(/^(?!\.{0,2}\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\s\\:](?:[^\\:]*[^\s\\:/])?$/, "is not the path of a file, such as metrics/uptime.json").optional(),
  target: z.union([z.number().min(0, "is below 0"), text("A number, a percentage or a fraction.", "95%", 20)]).meta({ description: "What it should come to; all of them if left out.", examples: [75] }).optional(),
  within: duration("How long a first answer may take, or how old a report may be: two days if left out.", "24 hours").optional(),
  first_week: duration("How long it may take in the first seven days after the milestone named by `after`.", "2 hours").optional(),
  after: id("Only what was asked after this milestone was reached.", "release").optional(),
  at_most_days: z.number().min(0, "is below 0").max(1_000, "is more than 1000").meta({ description: "How many days late it may be.", examples: [3] }).optional(),
}).superRefine((given, context) => {
  const named = MEASURES.filter((name) => given[name] !== undefined);
  if (named.length !== 1) context.addIssue({ code: "custom", message: `names ${named.length === 0 ? "nothing to measure" : "several things to measure"}: write one of ${MEASURES.join(", ")}` });
  for (const [field, measures] of Object.entries(BELONGS)) {
    if (given[field as keyof typeof given] !== undefined && !measures.some((name) => named.includes(name))) context.addIssue({ code: "custom", path: [field], message: `belongs to ${measures.join(" or ")}` });
  }
});
