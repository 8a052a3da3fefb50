/** `tags`, `candidates` and `environments`: how builds are named, which ones are scheduled, and where they are tested. */
import { z } from "zod";
import { TESTER_KINDS } from "../../model/plan-testing.ts";
import { id, ids, list, text, time } from "./field.ts";

export const tags = z.strictObject({
  format: text("How tags are written. Only what stands before {version} can be chosen; \"v{version}-{suffix}\" if left out. Suffixes are boot, rc1, rc1-p1 and so on; the final release has none.", "v{version}-{suffix}", 80).optional(),
  branch: text("The branch on which public builds are tagged. The product's own if left out.", "release", 255).optional(),
});

const tag = text("A tag.", "v0.5.0-rc1", 120);

export const candidates = z.strictObject({
  planned: list(z.union([tag, z.strictObject({ tag, due: time("When it is due.").optional() })]), "The builds that are scheduled, in order.", ["v0.5.0-boot", "v0.5.0-rc1", "v0.5.0"], 100).optional(),
  at_least: z.int().min(0, "is less than 0").max(100, "is more than 100").meta({ description: "How many candidates there must be before the final release. 1 if left out.", examples: [3] }).optional(),
  after: ids("Milestones that must be reached before the first candidate.", "docs-portal").optional(),
});

const glob = z.string().meta({ description: "A glob.", examples: ["feature-env-*"] });

export const environment = z.strictObject({
  id: id("Short name.", "feature-environment"),
  title: text("What people call it.", "Feature environment").optional(),
  purpose: text("What it is for.", "a small network of machines in several places", 500).optional(),
  version: text("Its own version. What was tested in another version counts no more.", "2024-10", 100).optional(),
  tester: z.enum(TESTER_KINDS).meta({ description: "Who tests there: internal (the default) or community.", examples: ["community"] }).optional(),
  reports: list(glob, "Names of artifacts with test reports from there.", ["feature-env-*"], 20).optional(),
  checks: list(glob, "Names of checks and workflow runs that stand for it.", ["feature-env / *"], 20).optional(),
  reported_by: list(text("A GitHub login or an org/team.", "org/community-testers", 140), "Who may report results by hand, beside those who may write to the repository.", ["org/community-testers"], 50).optional(),
});
