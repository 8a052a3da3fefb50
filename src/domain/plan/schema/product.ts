/** `products`: what is released, where its code lives, and on which branch. */
import { z } from "zod";
import { authority, flag, handedOver, id, inert, list, team, text } from "./field.ts";

const repository = z.string().meta({ description: "A repository, owner/name.", examples: ["Joystream/apps"] });
const branch = text("A branch by its short name.", "master", 255);

const version = z.strictObject({
  current: text("The version that is out now.", "5.3.0", 60).optional(),
  target: text("The version that this release is to have.", "5.4.0", 60).optional(),
  note: text("A condition, or what the numbers mean.", "unless a bugfix upgrade comes first", 500).optional(),
});

export const product = z.strictObject({
  id: id("Short name by which the rest of the plan refers to it.", "runtime"),
  title: text("What people call it.", "Runtime").optional(),
  description: text("What it is for.", "Runtime for validator nodes", 2_000).optional(),
  repositories: list(repository, "Where its code lives. This repository if left out.", ["Joystream/substrate-runtime-joystream"], 100).optional(),
  branch: branch.meta({ description: "The branch that is released from. The repository's default branch if left out.", examples: ["master"] }).optional(),
  fed_by: list(branch, "Branches that are merged into it for a release, such as development. They stay open during a freeze.", ["development"], 20).optional(),
  paths: list(z.string().meta({ description: "A glob.", examples: ["packages/joy-*/**"] }), "The files that belong to it, where it shares a repository with others.", ["packages/joy-*/**"], 100).optional(),
  manager: authority("Who answers for the product: a GitHub login or org/team.").optional(),
  handed_over: handedOver(),
  team: team(),
  version: version.meta({ description: "From which version to which.", examples: [{ current: "5.3.0", target: "5.4.0" }] }).optional(),
  private: flag("Private repositories are shown by name only: no links, no titles.").optional(),
  user_stories: inert("What users want from it."),
  functionality: inert("New or changed functions."),
  platforms: inert("Where it runs."),
  audit: inert("Whether it is audited."),
  legal_review: inert("Whether lawyers look at it."),
  documentation: inert("Where its documentation is."),
  environments: inert("Where it is tested."),
});
