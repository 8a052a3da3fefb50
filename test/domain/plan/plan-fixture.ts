/** Plans for tests: fixtures by file name, and small ones from text. */
import { readFileSync } from "node:fs";
import type { Instant } from "../../../src/domain/model/instant.ts";
import type { ReleasePlan } from "../../../src/domain/model/plan.ts";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import type { ParsedPlan } from "../../../src/domain/plan/parse.ts";

/** The plan that the rehearsal plays is one text with the fixture of that name. */
const REHEARSED: Readonly<Record<string, string>> = { "acropolis.yml": "../../../src/sandbox/rehearsal/acropolis/release-plan.yml" };

export function fixtureBytes(name: string): Uint8Array {
  return readFileSync(new URL(REHEARSED[name] ?? `../../fixtures/${name}`, import.meta.url));
}

export function parseFixture(name: string, now: Instant | null = null): ParsedPlan {
  return parsePlan(fixtureBytes(name), name, now);
}

export function parseText(text: string, now: Instant | null = null): ParsedPlan {
  return parsePlan(new TextEncoder().encode(text), "plan.yml", now);
}

/** The plan, or a failure that shows what was wrong with it. */
export function planOf(parsed: ParsedPlan): ReleasePlan {
  if (parsed.plan === null) throw new Error(`no plan: ${JSON.stringify(parsed.problems, null, 1)}`);
  return parsed.plan;
}
