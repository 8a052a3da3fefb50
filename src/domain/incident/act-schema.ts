/**
 * What an entry says, as it is read back from an issue that people may have edited: only what is whole. A half one would be folded, and would stop the
 * incident for good where something in it is missing.
 */
import { z } from "zod";
import { NEEDLESS } from "../model/incident-action.ts";
import { HORIZONS, HYPOTHESIS_STATES, MOMENTS, REPORT_PARTS, TRIAGES } from "../model/incident.ts";
import type { IncidentAct } from "../model/incident.ts";

/** Of dates that the calendar knows. */
export const instantSchema = z.int().min(0).max(8_640_000_000_000_000);
const text = z.string().max(20_000);
const word = z.string().max(300);
/** It stands in a command that people copy. */
const tag = z.string().regex(/^[A-Za-z0-9_](?:[\w.+/-]{0,98}\w)?$/);
const number = z.int().nonnegative();
const link = z.object({ repository: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/), number });
const maintenance = z.object({ id: word, title: word, from: instantSchema, to: instantSchema, components: z.array(word).max(50), owner: word.nullable() });
const when = z.discriminatedUnion("precision", [
  z.object({ precision: z.literal("minute"), at: instantSchema, text: word }),
  z.object({ precision: z.literal("day"), day: z.iso.date(), from: instantSchema, to: instantSchema, text: word }),
  z.object({ precision: z.literal("unknown"), text: word }),
]);

export const IncidentActSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("opened"), title: word, from: z.object({ number, comment: number.nullable() }).nullable(), text: text.nullable(), procedure: z.object({ plan: word.nullable(), version: word.nullable() }).nullable().default(null), maintenance: z.array(maintenance).max(10).exactOptional() }),
  z.object({ kind: z.literal("moment"), moment: z.enum(MOMENTS), when: when.nullable(), text: text.nullable() }),
  z.object({ kind: z.literal("severity"), severity: word, light: z.boolean() }),
  z.object({ kind: z.literal("type"), type: word }),
  z.object({ kind: z.literal("component"), component: word }),
  z.object({ kind: z.literal("version"), version: word }),
  z.object({ kind: z.literal("error"), text }),
  z.object({ kind: z.literal("own"), who: word }),
  z.object({ kind: z.literal("triage"), as: z.enum(TRIAGES), known: link.nullable(), text: text.nullable() }),
  z.object({ kind: z.literal("party"), who: word, role: word }),
  z.object({ kind: z.literal("heard"), who: word.nullable() }),
  z.object({ kind: z.literal("hypothesis"), number: number.nullable(), state: z.enum(HYPOTHESIS_STATES), text: text.nullable() }),
  z.object({ kind: z.literal("timeline"), when: when.nullable(), text }),
  z.object({ kind: z.literal("inform"), inform: z.boolean(), audience: word.nullable(), role: word.nullable(), review: instantSchema.nullable(), text }),
  z.object({ kind: z.literal("plan"), horizon: z.enum(HORIZONS), text, owner: word.nullable(), due: when.nullable() }),
  z.object({ kind: z.literal("step-done"), number }),
  z.object({ kind: z.literal("no-need"), of: z.enum(NEEDLESS), text }),
  z.object({ kind: z.literal("logs"), step: z.enum(["request", "received", "missing"]), who: word, node: word.nullable(), range: word.nullable(), location: z.string().max(1_000).nullable(), hash: word.nullable() }),
  z.object({ kind: z.literal("follow-up"), text, link: link.nullable(), owner: word.nullable(), due: when.nullable(), test: z.boolean(), risk: z.literal(true).exactOptional() }),
  z.object({ kind: z.literal("follow-up-done"), number }),
  z.object({ kind: z.literal("report"), part: z.enum(REPORT_PARTS), text }),
  z.object({ kind: z.literal("redact"), words: text }),
  z.object({ kind: z.literal("resend"), target: word.nullable() }),
  z.object({ kind: z.literal("reviewed") }),
  z.object({ kind: z.literal("published"), as: z.enum(["report", "release-note"]).default("report"), tag: tag.nullable().exactOptional() }),
  z.object({ kind: z.literal("reopened"), text: text.nullable() }),
  z.object({ kind: z.literal("recurred"), link }),
  z.object({ kind: z.literal("freeze"), to: z.enum(["on", "off"]), text: text.nullable() }),
  z.object({ kind: z.literal("lane"), pulls: z.array(link).max(50), text: text.exactOptional() }),
  z.object({ kind: z.literal("edited"), comment: number, line: number, when: when.nullable(), text: text.nullable() }),
  z.object({ kind: z.literal("reminded"), clock: word, step: z.enum(["reminder", "escalation"]) }),
]) satisfies z.ZodType<IncidentAct>;
