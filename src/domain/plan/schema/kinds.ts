/** `kinds`: what counts as evidence in these repositories that a change is a bugfix, a feature and so on. */
import { z } from "zod";
import { CHANGE_KINDS } from "../../model/change-kind.ts";
import { list, text } from "./field.ts";

const kindRules = z.strictObject({
  issue_types: list(text("A GitHub issue type.", "Bug", 100), "Types of a linked issue that prove this kind.", ["Bug"], 50).optional(),
  labels: list(text("A label.", "bug", 100), "Labels that prove this kind, on the pull request or on a linked issue.", ["bug", "type: bug"], 50).optional(),
  accept: z.enum(["second-person", "maintainer", "wording"]).meta({ description: "Whose word is enough: second-person (someone other than the author), maintainer (who may merge; the default), or wording (title and branch alone).", examples: ["maintainer"] }).optional(),
  counts_as: z.enum(CHANGE_KINDS).meta({ description: "Judge this kind as another one.", examples: ["chore"] }).optional(),
});

const described = kindRules.meta({ description: "What proves that a change is of this kind.", examples: [{ labels: ["bug"] }] }).optional();

export const kinds = z.strictObject({ bugfix: described, feature: described, docs: described, test: described, chore: described, dependency: described, release: described });
