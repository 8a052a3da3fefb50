/**
 * Whose score weighs how much since when. A role that some `team` of the plan gives stands for the people who have it: its weight is divided evenly
 * among them, on top of what they have in their own names. While nobody has it the weight stays with the role, and nobody can use it.
 */
import { add, divide, fraction } from "../../model/fraction.ts";
import type { Fraction } from "../../model/fraction.ts";
import type { PlannedKeyResult } from "../../model/plan.ts";
import { nearestName } from "../nearest.ts";
import { quoted } from "../quoted.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath } from "../source-map.ts";
import { buildStart } from "./builder.ts";
import type { Builder } from "./builder.ts";

type Row = NonNullable<NonNullable<WrittenPlan["key_results"]>[number]["weights"]>[number];

/** People by role, in lower case; nobody where all its places are open. */
export type Roles = ReadonlyMap<string, readonly string[]>;

const LOGIN_OR_TEAM = /^[a-z\d](?:[\w-]{0,99})(?:\[bot\])?(?:\/[\w.-]{1,100})?$/i;

export function rolesIn({ milestones = [], products = [] }: Pick<WrittenPlan, "milestones" | "products">): Roles {
  const roles = new Map<string, string[]>();
  for (const member of [...milestones, ...products].flatMap(({ team = [] }) => team)) {
    if (typeof member === "string" || member.role === undefined) continue;
    const people = roles.get(member.role.toLowerCase()) ?? [];
    const { who, open = who === undefined } = member;
    const known = who === undefined || people.some((one) => one.toLowerCase() === who.toLowerCase());
    roles.set(member.role.toLowerCase(), open || known ? people : [...people, who]);
  }
  return roles;
}

export function buildWeights(builder: Builder, path: PlanPath, written: readonly Row[], roles: Roles): PlannedKeyResult["weights"] {
  return written.flatMap((row, index) => {
    // Weights change with the day on which they are said to, not when that day is over.
    const since = buildStart(builder, [...path, index, "from"], row.from);
    const of = buildRow(builder, [...path, index, "of"], row.of, roles);
    return since === null ? [] : [{ from: since, of }];
  });
}

function buildRow(builder: Builder, path: PlanPath, written: Row["of"], roles: Roles): PlannedKeyResult["weights"][number]["of"] {
  const weights = new Map<string, { readonly who: string; readonly weight: Fraction }>();
  for (const [name, text] of Object.entries(written)) {
    const weight = buildFraction(builder, [...path, name], text);
    if (weight === null) continue;
    const people = roles.get(name.toLowerCase());
    if (people?.length === 0) builder.findings.warning(builder.source.at([...path, name]), "role-of-nobody", `Nobody has the role ${quoted(name)} yet, so that its weight goes to the others.`, "name somebody with it in a team, or give the weight to a login");
    if (people === undefined && !LOGIN_OR_TEAM.test(name)) warnOfNobody(builder, [...path, name], name, roles);
    const sharing = people === undefined || people.length === 0 ? [name] : people;
    for (const who of sharing) {
      const before = weights.get(who.toLowerCase());
      const part = divide(weight, fraction(sharing.length));
      weights.set(who.toLowerCase(), { who: before?.who ?? who, weight: before === undefined ? part : add(before.weight, part) });
    }
  }
  const all = [...weights.values()];
  const tooFine = all.find(({ weight }) => weight.denominator > MOST);
  if (tooFine !== undefined) builder.findings.error(builder.source.key(path), "bad-weight", `What ${quoted(tooFine.who)} weighs in this row is too fine a fraction to compute with.`, "use fractions with small denominators");
  return Object.fromEntries(all.map(({ who, weight }) => [who, [Number(weight.numerator), Number(weight.denominator)]]));
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

function warnOfNobody(builder: Builder, path: PlanPath, name: string, roles: Roles): void {
  const meant = nearestName(name, [...roles.keys()]);
  builder.findings.warning(builder.source.at(path), "weight-of-nobody", `${quoted(name)} is no login, no team and no role of this plan, so that nobody can score with this weight.`, meant === null ? "write a login, or a role that a `team` of the plan gives to somebody" : `did you mean the role \`${meant}\`?`);
}

function buildFraction(builder: Builder, path: PlanPath, written: number | string): Fraction | null {
  const parts = /^(\d{1,3})(?:\/([1-9]\d{0,2}))?$/.exec(String(written).trim());
  if (parts !== null) return fraction(Number(parts[1]), Number(parts[2] ?? "1"));
  const decimal = /^0?\.(\d{1,3})$/.exec(String(written));
  const hint = decimal === null ? "write a fraction such as 1/2" : `write ${decimal[1] ?? ""}/${10 ** (decimal[1]?.length ?? 1)}, or the exact fraction you mean`;
  builder.findings.error(builder.source.at(path), "bad-weight", `${quoted(String(written))} is not a fraction.`, hint);
  return null;
}
