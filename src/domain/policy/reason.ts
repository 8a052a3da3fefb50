/** Building and reading nodes of the reason tree. */
import type { Reason, ReasonCode } from "../model/decision.ts";

export function reason(code: ReasonCode, met: boolean | null, facts: Reason["facts"] = {}, children: readonly Reason[] = []): Reason {
  return { code, met, facts, children };
}

/** Any one lets it in. What could not be told stays "cannot tell" only while nothing else lets it in. */
export function anyMet(children: readonly Reason[]): boolean | null {
  if (children.some((child) => child.met === true)) return true;
  return children.some((child) => child.met === null) ? null : false;
}

/** All must let it in. A plain no outweighs what could not be told. */
export function allMet(children: readonly Reason[]): boolean | null {
  if (children.some((child) => child.met === false)) return false;
  return children.some((child) => child.met === null) ? null : true;
}
