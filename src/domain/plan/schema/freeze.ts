/** `freezes`: from when until when only some kinds of change may be merged, and what is excepted. */
import { z } from "zod";
import { CHANGE_KINDS } from "../../model/change-kind.ts";
import { authority, duration, id, ids, link, list, person, text, time } from "./field.ts";

const kind = z.enum([...CHANGE_KINDS, "*"]).meta({ description: "A kind of change.", examples: ["bugfix"] });
const glob = z.string().meta({ description: "A glob.", examples: ["docs/**"] });
const repository = z.string().meta({ description: "A repository, owner/name.", examples: ["Joystream/apps"] });

const except = z.strictObject({
  products: ids("Products to which the freeze does not apply.", "pioneer").optional(),
  repositories: list(repository, "Repositories to which the freeze does not apply.", ["Joystream/apps"], 100).optional(),
  paths: list(glob, "A pull request that touches nothing else passes.", ["docs/**"], 100).optional(),
});

const agreed = z.strictObject({
  pulls: list(z.string().meta({ description: "owner/name#number", examples: ["Joystream/substrate-runtime-joystream#66"] }), "The pull requests.", ["Joystream/substrate-runtime-joystream#66"], 100),
  because: text("Why they may go in.", "initialise the new state", 500),
  by: person("Who agreed.").optional(),
  see: link("Where it was agreed.").optional(),
});

const waivers = z.strictObject({
  approvers: list(authority("A GitHub login or org/team."), "Who may approve an exception. The manager of the release if left out.", ["org/release-managers"], 50).optional(),
  approvals: z.int().min(1, "is less than 1").max(10, "is more than 10").meta({ description: "How many of them must approve.", examples: [1] }).optional(),
});

const ahead = list(duration("So long before it begins."), "When people are told beforehand.", ["7 days", "24 hours"], 10);
const comment = z.enum(["ready", "none"]).meta({ description: "ready: at the last notice one comment on pull requests that are ready to merge. none is the default.", examples: ["none"] });
const notice = z.strictObject({
  before: list(duration("So long before it begins."), "When people are told beforehand; 7 days and 24 hours if left out.", ["7 days", "24 hours"], 10).optional(),
  comment: comment.optional(),
});

export const freeze = z.strictObject({
  id: id("Short name; made from `from` and `until` if left out.", "bugfixes-only").optional(),
  title: text("What people call it.", "Bugfixes only").optional(),
  from: time("Where it begins: the id of a milestone (when it is reached or its due time passes, whichever comes first), or a time."),
  until: time("Where it ends: the id of a milestone (only when it is reached), or a time (by the clock). If left out, a person ends it.").optional(),
  mode: z.enum(["enforce", "observe"]).meta({ description: "observe: say what would wait, stop nothing. enforce is the default.", examples: ["observe"] }).optional(),
  products: ids("The products it applies to. Every product if left out.", "runtime").optional(),
  branches: list(text("A branch by its short name.", "master", 255), "Branches in place of each product's own.", ["master"], 50).optional(),
  allow: list(kind, `Kinds of change that may be merged: ${CHANGE_KINDS.filter((one) => one !== "unknown").join(", ")}. bugfix and release if left out.`, ["bugfix", "release"], 20).optional(),
  except: except.meta({ description: "To what it does not apply.", examples: [{ products: ["pioneer"] }] }).optional(),
  agreed: list(agreed, "Exceptions settled beforehand, shown as such.", [{ pulls: ["Joystream/substrate-runtime-joystream#66"], because: "initialise the new state" }], 100).optional(),
  waivers: waivers.meta({ description: "How an exception is approved.", examples: [{ approvers: ["org/release-managers"], approvals: 1 }] }).optional(),
  notice: z.union([ahead, notice]).meta({ description: "When people are told beforehand, and with `comment` whether pull requests that are ready hear of it themselves.", examples: [["7 days", "24 hours"]] }).optional(),
  notice_comment: comment.optional(),
  thaw: z.enum(["drain", "stop"]).meta({ description: "What becomes of armed auto-merges when it ends. drain: they merge by themselves, the default. stop: they are disarmed first.", examples: ["stop"] }).optional(),
  because: text("Why, for everyone to read.", "the final test has begun", 500).optional(),
});
