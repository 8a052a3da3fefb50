/** Risks, windows, documents, blockers, deployment and fallbacks as written → as values. */
import type { Deployment, Fallback, IssuePlace, PlannedBlocker, PlannedDocument, PlannedRisk, PlannedWindow } from "../../model/plan-record.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath } from "../source-map.ts";
import { buildDuration, buildTime, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";

type Items<Section extends "risks" | "windows" | "documents" | "blockers"> = NonNullable<WrittenPlan[Section]>[number];

const LONGEST_ID = 40;

export function buildRisk(builder: Builder, written: Items<"risks">, index: number): PlannedRisk {
  const full = typeof written === "string" ? { risk: written } : written;
  return {
    id: full.id ?? idOf(full.risk), risk: full.risk, mitigation: full.mitigation ?? null, owner: full.owner ?? null, likelihood: full.likelihood ?? null, impact: full.impact ?? null,
    review: buildTime(builder, ["risks", index, "review"], full.review),
  };
}

/** "Collides with the holidays!" → `collides-with-the-holidays` */
export function idOf(words: string): string {
  const id = words.normalize("NFKD").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").slice(0, LONGEST_ID).replaceAll(/^-+|-+$/g, "");
  return id === "" ? "risk" : id;
}

export function buildWindow(builder: Builder, written: Items<"windows">, index: number): PlannedWindow | null {
  const opens = buildTime(builder, ["windows", index, "opens"], written.opens);
  const closes = buildTime(builder, ["windows", index, "closes"], written.closes);
  if (opens === null || closes === null) return null;
  return { id: written.id, title: titleOf(written.id, written.title), description: written.description ?? null, opens, closes, issue: placeOf(written.issue), owner: written.owner ?? null };
}

export function buildDocument(builder: Builder, written: Items<"documents">, index: number): PlannedDocument {
  return {
    id: written.id, title: titleOf(written.id, written.title), repository: written.repository ?? null, path: written.path, version: written.version ?? null, blob: written.blob ?? null,
    final: buildTime(builder, ["documents", index, "final"], written.final), windows: written.windows ?? [], owner: written.owner ?? null,
  };
}

export function buildBlocker(builder: Builder, written: Items<"blockers">, index: number): PlannedBlocker {
  return {
    id: written.id, title: titleOf(written.id, written.title), because: written.because ?? null, owner: written.owner ?? null, see: written.see ?? null,
    due: buildTime(builder, ["blockers", index, "due"], written.due), concerns: written.concerns ?? "outside", status: written.status ?? null,
  };
}

export function buildDeployment(builder: Builder, written: WrittenPlan["release"]["deployment"]): Deployment | null {
  if (written === undefined) return null;
  if (typeof written === "string") return { how: written, migrations: null, owner: null };
  const { migrations } = written;
  const said = migrations === undefined ? null
    : typeof migrations === "string" ? { text: migrations, unknown: null }
    : { text: null, unknown: buildTime(builder, ["release", "deployment", "migrations"], migrations) };
  return { how: written.how ?? null, migrations: said, owner: written.owner ?? null };
}

export function buildFallback(builder: Builder, path: PlanPath, written: NonNullable<WrittenPlan["milestones"]>[number]["fallback"]): Fallback | null {
  if (written === undefined) return null;
  const after = buildDuration(builder, [...path, "after"], written.after);
  return after === null ? null : { task: written.task, after, unless: written.unless ?? null };
}

/** 12, "#12", `owner/name#12` or the address of an issue or pull request, as the schema admits them. */
export function placeOf(written: string | number | undefined): IssuePlace | null {
  if (written === undefined) return null;
  if (typeof written === "number") return { repository: null, number: written };
  const [, named, number] = /^(?:https:\/\/github\.com\/)?([^#]*?)(?:#|\/(?:issues|pull)\/)(\d+)$/.exec(written) ?? [];
  return number === undefined ? null : { repository: named === undefined || named === "" ? null : named, number: Number(number) };
}
