/** Where a report comes from: the environment that claims the name of its artifact, else the one that the report itself names. */
import type { TestEnvironment } from "../model/plan-testing.ts";
import { ANYWHERE } from "./evidence-ladder.ts";
import { matchesAny } from "./paths.ts";

/** The first that fits, in the plan's order; `ANYWHERE` where none does. */
export function environmentOf(artifact: string, properties: Readonly<Record<string, string>>, environments: readonly TestEnvironment[]): TestEnvironment {
  const byName = environments.find((environment) => environment.reports.length > 0 && matchesAny(environment.reports, artifact));
  const told = (properties["environment"] ?? "").trim().toLowerCase();
  return byName ?? environments.find((environment) => told !== "" && environment.id.toLowerCase() === told) ?? ANYWHERE;
}

/** As the report tells it; else as the plan had it when the report was first seen. */
export function versionOf(properties: Readonly<Record<string, string>>, firstSeen: string | null): string | null {
  return properties["environment.version"] ?? firstSeen;
}
