/** `risks`, `windows`, `documents`, `blockers`, `release.deployment` and `fallback` of a milestone: what a plan records beside its dates. */
import { z } from "zod";
import { RATINGS } from "../../model/plan-record.ts";
import { duration, id, ids, link, person, text, time } from "./field.ts";

const repository = z.string().meta({ description: "A repository, owner/name. The plan's own if left out.", examples: ["Joystream/apps"] });

const placeText = z.string().max(200, "is longer than 200 characters")
  .regex(/^(?:(?:[A-Za-z0-9-]+\/[A-Za-z0-9._-]+)?#[1-9]\d{0,8}|https:\/\/github\.com\/[A-Za-z0-9-]+\/[A-Za-z0-9._-]+\/(?:issues|pull)\/[1-9]\d{0,8})$/, "is not an issue or pull request: write \"#12\", owner/name#12 or its address")
  .meta({ description: "An issue or pull request.", examples: ["Joystream/joystream#64"] });
export const issuePlace = z.union([placeText, z.int().positive().meta({ description: "Its number in the plan's repository.", examples: [12] })])
  .meta({ description: "An issue or pull request: its number in the plan's repository, owner/name#12, or its address.", examples: ["Joystream/joystream#64"] });

const rating = z.enum(RATINGS);

const riskInFull = z.strictObject({
  id: id("Short name; made of its words if left out.", "holiday-season").optional(),
  risk: text("What may happen.", "The release collides with the holidays", 500),
  mitigation: text("What is done about it.", "The cycle is extended by a week", 1_000).optional(),
  owner: person("Who watches it.").optional(),
  likelihood: rating.meta({ description: "How likely it is.", examples: ["medium"] }).optional(),
  impact: rating.meta({ description: "How bad it would be.", examples: ["high"] }).optional(),
  review: time("When it is looked at again.").optional(),
});

export const risk = z.union([text("What may happen.", "The release collides with the holidays", 500), riskInFull]);

export const planWindow = z.strictObject({
  id: id("Short name.", "questions"),
  title: text("What people call it.", "Questions to the applicants").optional(),
  description: text("What may be done in it.", "Anybody may ask; applicants answer until the window closes", 2_000).optional(),
  opens: time("The instant at which it opens, with its time of day."),
  closes: time("The instant at which it closes; what comes in that very second is late."),
  issue: issuePlace.optional(),
  owner: person("Who sees to it.").optional(),
});

export const document = z.strictObject({
  id: id("Short name.", "governance"),
  title: text("What people call it.", "Governance document").optional(),
  repository: repository.optional(),
  path: text("The file, from the root of the repository.", "docs/governance.md", 500),
  version: text("Its version as people call it.", "1.2", 60).optional(),
  blob: z.string().regex(/^[0-9a-f]{40}$/, "is not git's name of a file's content: 40 hex digits, as `git rev-parse HEAD:PATH` prints them").meta({ description: "The content that was agreed, as `git rev-parse HEAD:PATH` prints it. As it stands when it must be final if left out.", examples: ["3b18e512dba79e4c8300dd08aeb37f8e728b8dad"] }).optional(),
  final: time("When it must be final. When its first window opens if left out.").optional(),
  windows: ids("Windows during which it must not change.", "questions").optional(),
  owner: person("Who writes it.").optional(),
});

export const blocker = z.strictObject({
  id: id("Short name.", "contributor-agreement"),
  title: text("What stands in the way.", "No agreement for contributors from outside yet").optional(),
  because: text("Why, and what would lift it.", "The lawyers look at the agreement", 1_000).optional(),
  owner: person("Who deals with it.").optional(),
  see: link("Where it is discussed.").optional(),
  due: time("By when it should be out of the way.").optional(),
  concerns: z.enum(["outside", "everybody"]).meta({ description: "Whose pull requests are told of it: people without a role in the repository (outside, the default), or everybody.", examples: ["outside"] }).optional(),
  status: text("A status or check of another app that says for one pull request whether it is dealt with.", "license/cla", 100).optional(),
});

const unknown = z.strictObject({
  unknown: z.literal(true).meta({ description: "Nobody knows yet.", examples: [true] }),
  resolve_by: z.string().max(200, "is longer than 200 characters").meta({ description: "By when it must be known.", examples: ["2026-12-01"] }),
});

export const deployment = z.union([text("How it is rolled out.", "The running network upgrades its runtime", 2_000), z.strictObject({
  how: text("How it is rolled out.", "The running network upgrades its runtime", 2_000).optional(),
  migrations: z.union([text("What has to be carried over.", "The posts of the old forum", 2_000), unknown]).meta({ description: "What has to be carried over, or that nobody knows yet.", examples: [{ unknown: true, resolve_by: "2026-12-01" }] }).optional(),
  owner: person("Who sees to it.").optional(),
})]);

export const fallback = z.strictObject({
  task: text("What is done instead.", "Force the proposal with the sudo key", 500),
  after: duration("So long after the milestone was due.", "48 hours"),
  unless: text("A label; an open issue of the plan's repository that carries it stands against it.", "criticism", 50).optional(),
});
