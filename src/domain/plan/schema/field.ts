/** Kinds of fields that several sections share. Each carries a description and an example: editors show them, and our messages quote them. */
import { z } from "zod";

export const ID_PATTERN = /^(?!\d{4}-)[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,20})?(?:\[bot\])?$/;
const TEAM = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[a-z0-9][a-z0-9_-]{0,99}$/i;

/** Free text on few lines, shown escaped wherever it is shown. */
export function text(description: string, example: string, longest = 200): z.ZodString {
  return z.string().min(1, "is empty").max(longest, `is longer than ${longest} characters`).meta({ description, examples: [example] });
}

export function id(description: string, example: string): z.ZodString {
  return z.string().regex(ID_PATTERN, "is not an id: use letters, digits, `-`, `_` and `.`, at most 64, and do not begin it like a date").meta({ description, examples: [example] });
}

export function ids(description: string, example: string): z.ZodArray<z.ZodString> {
  return list(id(description, example), description, [example]);
}

/** Who may decide something: it must be an account or a team that GitHub knows. */
export function authority(description: string): z.ZodString {
  return z.string().refine((who) => LOGIN.test(who) || TEAM.test(who), "is neither a GitHub login nor a team written `org/team`; leave out the `@`").meta({ description, examples: ["bwhm"] });
}

/** An account of GitHub, and no team. */
export function login(description: string): z.ZodString {
  return z.string().regex(LOGIN, "is not a GitHub login; leave out the `@`").meta({ description, examples: ["bwhm"] });
}

/** A person as people know them: a login, a first name, a placeholder. */
export function person(description: string): z.ZodString {
  return text(description, "bwhm", 100);
}

export function list<Item extends z.ZodType>(item: Item, description: string, example: readonly unknown[], most = 200): z.ZodArray<Item> {
  return z.array(item).max(most, `has more than ${most} items`).meta({ description, examples: [example] });
}

export function flag(description: string): z.ZodBoolean {
  return z.boolean().meta({ description, examples: [true] });
}

export function link(description: string): z.ZodString {
  return z.string().max(500, "is longer than 500 characters").regex(/^https:\/\/[^\s<>"']+$/, "is not an address that begins with https://").meta({ description, examples: ["https://github.com/Joystream/joystream/issues/1"] });
}

export function duration(description: string, example = "7 days"): z.ZodString {
  return text(description, example, 40);
}

const TIME_FORMS = "A day 2026-12-01, an instant 2026-12-01T11:00 (in release.timezone) or 2026-12-01T11:00+02:00, a period 2026-12, 2026-12 second half, 2026-W49 or 2026-12-01..2026-12-07, or a time counted from a milestone: 3 days after release.";

export type WrittenTime = z.infer<ReturnType<typeof time>>;

export function time(description: string) {
  const words = z.string().max(200, "is longer than 200 characters");
  const from = words.meta({ description: "First day or instant of the period.", examples: ["2026-12-01"] });
  const to = words.meta({ description: "Last day or instant of the period.", examples: ["2026-12-07"] });
  const resolveBy = words.meta({ description: "By when it must be known.", examples: ["2026-12-01"] });
  const range = z.strictObject({ from, to });
  const unknown = z.strictObject({ unknown: z.literal(true).meta({ description: "Nobody knows yet.", examples: [true] }), resolve_by: resolveBy });
  return z.union([words, range, unknown]).meta({ description: `${description} ${TIME_FORMS}`, examples: ["2026-12-01"] });
}

/** Accepted so that a plan can be written whole; nothing reads it yet, and a warning says so. */
export function inert(description: string) {
  return z.unknown().optional().meta({ description: `${description} Accepted, not yet acted on.` });
}

export function handedOver() {
  const by = person("Who had it before.");
  const entry = z.strictObject({ by, on: time("Since when the one named above has it."), because: text("Why.", "on leave").optional() });
  return list(entry, "Who was responsible earlier, for the record.", [{ by: "jfinkhaeuser", on: "2019-06-10" }], 20).optional();
}

export function team() {
  const member = z.strictObject({
    who: person("A GitHub login, a name, or a placeholder such as Community Member 1. Leave it out for a role that nobody fills yet.").optional(),
    role: text("What they do here.", "Lead tester", 100).optional(),
    open: flag("A place that someone can still take.").optional(),
  });
  return list(z.union([person("A login or a name."), member]), "The people involved.", ["bwhm"], 100).optional();
}
