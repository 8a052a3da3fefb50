/**
 * The plan as people write it. Strict: an unknown key is an error, since a misspelt exception or date would otherwise be lost in silence.
 * What the types cannot say (times, references, contradictions) is checked afterwards, in `release-plan` and `coherence`.
 */
import { z } from "zod";
import { board } from "./schema/board.ts";
import { candidates, environment, tags } from "./schema/candidates.ts";
import { documentation, features } from "./schema/features.ts";
import { freeze } from "./schema/freeze.ts";
import { incidents } from "./schema/incidents.ts";
import { inert, list, text } from "./schema/field.ts";
import { keyResult } from "./schema/key-result.ts";
import { kinds } from "./schema/kinds.ts";
import { maintenance } from "./schema/maintenance.ts";
import { message } from "./schema/message.ts";
import { milestone } from "./schema/milestone.ts";
import { objective } from "./schema/objective.ts";
import { operation } from "./schema/operation.ts";
import { planTeam } from "./schema/people.ts";
import { product } from "./schema/product.ts";
import { blocker, document, planWindow, risk } from "./schema/record.ts";
import { release } from "./schema/release.ts";
import { tracking } from "./schema/tracking.ts";

export const writtenPlan = z.strictObject({
  version: z.literal(1).meta({ description: "Version of this format. 1 if left out.", examples: [1] }).optional(),
  release: release.meta({ description: "The release as a whole.", examples: [{ name: "2.4", timezone: "Europe/Oslo" }] }),
  products: list(product, "What is released. This repository on its default branch if left out.", [{ id: "runtime" }], 200).optional(),
  milestones: list(milestone, "The steps of the release.", [{ id: "release", due: "2026-12-08" }], 200).optional(),
  freezes: list(freeze, "When only some kinds of change may be merged.", [{ from: "code-complete", until: "release" }], 50).optional(),
  kinds: kinds.meta({ description: "What counts as evidence for a kind of change.", examples: [{ bugfix: { labels: ["bug"] } }] }).optional(),
  key_results: list(keyResult, "What is to be achieved: measured, and scored by people.", [{ id: "only-bugfixes", title: "Only bugfixes" }], 50).optional(),
  objectives: list(objective, "What the key results serve.", [{ id: "launch", tracked: "every Monday" }], 50).optional(),
  operations: list(operation, "What is to be done again and again, or once on a date.", [{ id: "payouts", every: "Monday 10:00" }], 100).optional(),
  messages: list(message, "What is announced when. Read and checked, not yet acted on.", [{ id: "announcement", due: "2019-06-13" }], 50).optional(),
  features: features.meta({ description: "What the release contains, and the acceptance tests of each.", examples: [{ select: { labels: ["feature"] } }] }).optional(),
  tags: tags.meta({ description: "How release tags are named.", examples: [{ format: "v{version}-{suffix}" }] }).optional(),
  candidates: candidates.meta({ description: "The release candidates.", examples: [{ planned: ["v0.5.0-rc1", "v0.5.0"] }] }).optional(),
  environments: list(environment, "Where testing happens.", [{ id: "feature-environment" }], 50).optional(),
  documentation: documentation.meta({ description: "Which pull requests bring documentation along.", examples: [{ paths: ["docs/**"] }] }).optional(),
  board: board.meta({ description: "A board: an item for each milestone and feature. true: one is made in the organization. A number: that project is used. Without it there is none.", examples: [true] }).optional(),
  incidents: incidents.meta({ description: "How incidents are handled: owners, severities, clocks, audiences.", examples: [{ owners: ["org/core-committee"] }] }).optional(),
  maintenance: list(maintenance, "Work that is planned and announced, which is no incident.", [{ id: "db-move", from: "2026-12-01T22:00Z", to: "2026-12-02T02:00Z" }], 50).optional(),
  tracking: tracking.meta({ description: "Issues on GitHub that show the milestones, their checklists and their dates, and reminders. Without this section there are none.", examples: [{ labels: ["release"] }] }).optional(),
  teams: list(planTeam, "Groups of people that the plan describes itself, such as a committee.", [{ id: "core-committee", chair: "bwhm" }], 30).optional(),
  risks: list(risk, "What may go wrong.", ["The release collides with the holidays"], 50).optional(),
  constraints: list(text("What must be kept to.", "No change of the storage format", 500), "What must be kept to.", ["No change of the storage format"], 50).optional(),
  windows: list(planWindow, "Times during which something is open, to the second.", [{ id: "questions", opens: "2026-12-01T12:00Z", closes: "2026-12-08T12:00Z" }], 50).optional(),
  documents: list(document, "Documents whose version is settled before something begins.", [{ id: "governance", path: "docs/governance.md" }], 50).optional(),
  blockers: list(blocker, "What keeps people out until somebody has dealt with it.", [{ id: "contributor-agreement" }], 20).optional(),
  infrastructure: inert("Services that the release needs."),
  roles: inert("Who may do what."),
  people: inert("Who is who."),
  channels: inert("Where messages go out."),
  user_stories: inert("What users want."),
  meetings: inert("Meetings and their minutes."),
  support: inert("How questions are answered."),
});

export type WrittenPlan = z.infer<typeof writtenPlan>;

export const INERT_SECTIONS = [
  "infrastructure", "roles", "people", "channels", "user_stories", "meetings", "support",
] as const;

export const INERT_MILESTONE_KEYS = ["environments", "criteria"] as const;
/** read into the plan and checked, but no rule acts on them yet */
export const UNUSED_SECTIONS = ["messages"] as const;
