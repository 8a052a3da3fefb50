/** `features`: which issues are the scope of the release, and which acceptance tests make each of them done. */
import { z } from "zod";
import { TESTER_KINDS } from "../../model/plan-testing.ts";
import { flag, id, ids, link, list, text } from "./field.ts";

const labels = list(text("A label.", "feature", 100), "Issues with one of these labels.", ["feature"], 20);
const issueTypes = list(text("A GitHub issue type.", "Feature", 100), "Issues of one of these types.", ["Feature"], 20);
const glob = z.string().meta({ description: "A glob.", examples: ["**/*_test.go"] });

const select = z.strictObject({ labels: labels.optional(), issue_types: issueTypes.optional() })
  .refine((given) => (given.labels ?? []).length + (given.issue_types ?? []).length > 0, "selects nothing: name `labels` or `issue_types`");

const group = z.strictObject({
  id: id("Short name.", "infrastructure"),
  title: text("What people call it.", "Infrastructure").optional(),
  label: text("A label: an issue that carries it belongs to the group.", "group: infrastructure", 100).optional(),
  features: list(text("The title of an issue.", "Feature environment"), "Features of the group by the titles of their issues.", ["Feature environment"], 200).optional(),
});

const subIssues = z.strictObject({ labels: labels.optional(), issue_types: issueTypes.optional() });

const acceptance = z.strictObject({
  heading: text("How the section, table row or form field in an issue is called. \"Acceptance tests\" if left out.", "Acceptance tests", 80).optional(),
  required_by: text("The tag of the candidate by which every test must be written. The last one that is scheduled if left out.", "v0.5.0-rc4", 120).optional(),
  at_least: z.int().min(1, "is less than 1").max(100, "is more than 100").meta({ description: "How many tests a feature needs. 1 if left out.", examples: [1] }).optional(),
  tests: list(glob, "Files that are tests. What common test runners take for one if left out.", ["**/*_test.go"], 50).optional(),
  environments: ids("Environments in each of which every test must pass.", "feature-environment").optional(),
  testers: list(z.enum(TESTER_KINDS).meta({ description: "internal or community.", examples: ["internal"] }), "Kinds of testers by each of whom every test must have been passed.", ["internal", "community"], 2).optional(),
  addresses: list(link("The beginning of an address."), "Addresses outside GitHub that may be linked as a test, by their beginning: a test management portal.", ["https://nunet.testmo.net/"], 20).optional(),
  sub_issues: subIssues.meta({ description: "Sub-issues of a feature that are tests.", examples: [{ issue_types: ["Test"] }] }).optional(),
});

const scope = z.strictObject({
  frozen_at: text("The id of the milestone at which the set of features is fixed.", "feature-freeze", 64),
  strict: flag("What is added later is taken out of the milestone unless it has a waiver. If left out, it is only said.").optional(),
});

export const features = z.strictObject({
  select: select.meta({ description: "Which issues are features.", examples: [{ labels: ["feature"] }] }),
  groups: list(group, "How features are grouped.", [{ id: "infrastructure", features: ["Feature environment"] }], 50).optional(),
  acceptance: acceptance.meta({ description: "What makes a feature accepted.", examples: [{ required_by: "v0.5.0-rc4" }] }).optional(),
  scope: scope.meta({ description: "When the set of features is fixed.", examples: [{ frozen_at: "feature-freeze" }] }).optional(),
});

export const documentation = z.strictObject({
  paths: list(z.string().meta({ description: "A glob.", examples: ["docs/**"] }), "A pull request that touches one of these files brings its documentation along.", ["docs/**"], 50),
  except: list(z.enum(["bugfix", "feature", "docs", "test", "chore", "dependency", "release"]).meta({ description: "A kind of change.", examples: ["test"] }), "Kinds of change that need none. test, chore, dependency and release if left out.", ["test", "chore"], 10).optional(),
});
