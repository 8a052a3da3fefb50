/** Freezes as written → as values, with the defaults that keep the smallest plan small. */
import { CHANGE_KINDS } from "../../model/change-kind.ts";
import type { ChangeKind } from "../../model/change-kind.ts";
import type { AgreedException, Freeze, FreezeBound } from "../../model/plan.ts";
import { quoted } from "../quoted.ts";
import { ID_PATTERN } from "../schema/field.ts";
import type { WrittenTime } from "../schema/field.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath } from "../source-map.ts";
import { buildDuration, buildTime, oneOfThese, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";
import { withMembers } from "./people.ts";
import { shortBranch } from "./products.ts";

type Written = NonNullable<WrittenPlan["freezes"]>[number];

export const DEFAULT_ALLOW: readonly ChangeKind[] = ["bugfix", "release"];

/** null where its beginning cannot be read: a freeze without one cannot be judged further. */
export function buildFreeze(builder: Builder, written: Written, index: number, teams: WrittenPlan["teams"]): Freeze | null {
  const path = ["freezes", index] as const;
  const from = buildBound(builder, [...path, "from"], written.from);
  const until = written.until === undefined ? null : buildBound(builder, [...path, "until"], written.until);
  const agreed = (written.agreed ?? []).map((entry, at) => buildAgreed(builder, [...path, "agreed", at], entry));
  const { ahead, comment, at: place } = noticeOf(written);
  const notice = ahead.map((entry, at) => buildDuration(builder, [...path, ...place, at], entry)).filter((one) => one !== null);
  const branches = written.branches?.map((branch, at) => shortBranch(builder, [...path, "branches", at], branch)) ?? null;
  const allow = buildAllow(builder, [...path, "allow"], written.allow);
  if (from === null) return null;
  const id = written.id ?? derivedId(written);
  return {
    id, title: titleOf(id, written.title), from, until, branches, allow, agreed,
    mode: written.mode ?? "enforce",
    products: written.products ?? null,
    except: { products: written.except?.products ?? [], repositories: written.except?.repositories ?? [], paths: written.except?.paths ?? [] },
    waivers: { approvers: withMembers(written.waivers?.approvers ?? [], teams), approvals: written.waivers?.approvals ?? 1 },
    notice: notice.toSorted((a, b) => b - a),
    noticeComment: comment,
    ...(written.thaw === undefined ? {} : { thaw: written.thaw }),
    because: written.because ?? null,
  };
}

/** A plan that only says who is to hear of it means the usual times. */
const USUAL_NOTICE: readonly string[] = ["7 days", "24 hours"];

function noticeOf({ notice = [], notice_comment: comment = "none" }: Written): { readonly ahead: readonly string[]; readonly comment: "ready" | "none"; readonly at: PlanPath } {
  if (Array.isArray(notice)) return { ahead: notice, comment, at: ["notice"] };
  return { ahead: notice.before ?? USUAL_NOTICE, comment: notice.comment ?? comment, at: ["notice", "before"] };
}

function buildBound(builder: Builder, path: PlanPath, written: WrittenTime): FreezeBound | null {
  if (typeof written === "string") {
    const name = written.trim();
    if (builder.dues.has(name)) return { milestone: name };
    // What looks like a name and not like a date is a milestone that is missing, not a time that cannot be read.
    if (ID_PATTERN.test(name) && !/\d{1,4}[./-]\d/.test(name)) {
      builder.findings.error(builder.source.at(path), "unknown-milestone", `There is no milestone ${quoted(name)}.`, () => oneOfThese(name, [...builder.dues.keys()], "milestones"));
      return null;
    }
  }
  const time = buildTime(builder, path, written);
  if (time?.precision === "unknown") {
    builder.findings.error(builder.source.at(path), "unknown-bound", "A freeze cannot begin or end at an unknown time.", "name a milestone; its own date may be unknown");
    return null;
  }
  return time === null ? null : { time };
}

function derivedId(written: Written): string {
  const name = (bound: WrittenTime | undefined): string => (typeof bound === "string" ? bound : bound === undefined ? "called-off" : "given-time");
  return `${name(written.from)}-until-${name(written.until)}`.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(0, 64);
}

function buildAllow(builder: Builder, path: PlanPath, written: readonly (ChangeKind | "*")[] | undefined): readonly ChangeKind[] {
  if (written === undefined) return DEFAULT_ALLOW;
  const known = CHANGE_KINDS.filter((kind) => kind !== "unknown");
  if (written.includes("unknown")) builder.findings.error(builder.source.at([...path, written.indexOf("unknown")]), "allow-unknown", "A change of unknown kind can never be let in by default.", "leave `unknown` out; a waiver lets one in");
  const allow = written.includes("*") ? known : known.filter((kind) => written.includes(kind));
  if (allow.length === known.length) builder.findings.warning(builder.source.at(path), "allows-everything", "This freeze allows every kind of change, so it stops only what nobody could tell.", "leave out the kinds that should wait; `mode: observe` stops nothing and reports");
  return allow;
}

const PULL = /^([A-Za-z0-9][A-Za-z0-9_-]{0,60}\/[A-Za-z0-9._-]{1,100})#([1-9]\d{0,8})$/;
const PULL_ADDRESS = /^https:\/\/[^/\s]+\/([^/\s]+\/[^/\s]+)\/pull\/(\d{1,9})\b/;

function buildAgreed(builder: Builder, path: PlanPath, written: NonNullable<Written["agreed"]>[number]): AgreedException {
  const pulls = written.pulls.flatMap((text, index) => {
    const parts = PULL.exec(text.trim());
    if (parts !== null) return [{ repository: parts[1] ?? "", number: Number(parts[2]) }];
    const address = PULL_ADDRESS.exec(text);
    const hint = address === null ? "write owner/name#number" : `write ${address[1] ?? ""}#${address[2] ?? ""}`;
    builder.findings.error(builder.source.at([...path, "pulls", index]), "bad-pull", `${quoted(text)} does not name a pull request.`, hint);
    return [];
  });
  return { pulls, because: written.because, by: written.by ?? null, see: written.see ?? null };
}
