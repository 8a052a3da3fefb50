/** `products`: what is released, where its code lives, and on which branch. */
import { z } from "zod";
import { authority, flag, handedOver, id, list, person, team, text, time } from "./field.ts";

const repository = z.string().meta({ description: "A repository, owner/name.", examples: ["Joystream/apps"] });
const branch = text("A branch by its short name.", "master", 255);

const version = z.strictObject({
  current: text("The version that is out now.", "5.3.0", 60).optional(),
  target: text("The version that this release is to have.", "5.4.0", 60).optional(),
  note: text("A condition, or what the numbers mean.", "unless a bugfix upgrade comes first", 500).optional(),
});

const functionInFull = z.strictObject({
  what: text("The function.", "forum module", 500),
  who: person("Who makes it.").optional(),
  delayed: z.strictObject({ on: time("When that was decided.").optional(), to: text("To which release.", "the next release") }).meta({ description: "That it moved to another release.", examples: [{ to: "the next release" }] }).optional(),
});

const builder = z.strictObject({ who: person("Who does it.").optional(), what: text("What is built and tested.", "tests of the runtime", 500) });

/** yes, no and none are answers; a key with nothing after it is none given yet */
function answer(description: string, example: unknown) {
  const words = text(description, "in the wiki", 1_000);
  return z.union([z.boolean(), words, list(words, description, ["in the wiki"], 30), z.null()]).meta({ description: `${description} true or false, \`none\`, or words; left blank it is shown as not answered.`, examples: [example] }).optional();
}

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
  user_stories: list(text("What a user wants.", "As a storage provider, in order to choose, I want to stake for tranches", 500), "What users want from it.", ["As a storage provider, in order to choose, I want to stake for tranches"], 50).optional(),
  functionality: list(z.union([text("A function.", "forum module", 500), functionInFull]), "New or changed functions.", ["forum module"], 100).optional(),
  platforms: answer("Where it runs.", ["Linux"]),
  audit: answer("Whether it is audited.", false),
  legal_review: answer("Whether lawyers look at it.", false),
  documentation: answer("Where its documentation is.", "the runtime's own pages"),
  ci: z.union([z.literal("none"), list(z.union([text("What is built and tested.", "tests of the runtime", 500), builder]), "Who builds and tests what.", [{ who: "mnaamani", what: "tests of the runtime" }], 30)]).meta({ description: "Who builds and tests what, or none.", examples: [[{ who: "mnaamani", what: "tests of the runtime" }]] }).optional(),
  refactor: answer("What is tidied up on the way.", "modules get repositories of their own"),
  rollout: answer("How it gets to its users.", "voted in through a proposal"),
  environments: answer("Where it is tested.", ["staging"]),
});
