/**
 * A check of ours, read back from GitHub: what it says of its pull request, for accounts that must tell what people saw and not what the
 * program remembers. It reads what `renderCheck` writes, and test/text/check-reading.test.ts holds the two together.
 */
import type { Verdict } from "../domain/model/decision.ts";
import type { Mode } from "../domain/model/plan.ts";
import { renderNothingHolds } from "./check.ts";

export interface WrittenCheck {
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string;
  readonly summary: string;
}

export interface CheckReading {
  readonly verdict: Verdict;
  readonly mode: Mode | null;
  /** it merges freely, but would hold up the release */
  readonly feeder: boolean;
  readonly title: string;
  /** late changes that a release merge carries, as the check lists them */
  readonly carried: readonly CarriedLine[];
  /** "3 changes had entered before the freeze began and pass." */
  readonly before: string | null;
}

export interface CarriedLine {
  readonly name: string;
  readonly title: string;
  readonly kind: string;
  /** null = nobody could tell */
  readonly passes: boolean | null;
  /** "agreed beforehand by bwhm: …"; null where it only passes or not */
  readonly why: string | null;
}

/** null = there is no check, so nothing holds. */
export function readCheck(check: WrittenCheck | null): CheckReading {
  if (check === null) return { verdict: "skip", mode: null, feeder: false, title: "no freeze in force", carried: [], before: null };
  const { title, summary } = check;
  const before = /^\d[\d,]* changes? had entered before .*$/m.exec(summary)?.[0] ?? null;
  return { ...outcome(check), title, carried: carriedLines(summary), before };
}

function outcome({ status, conclusion, title }: WrittenCheck): Pick<CheckReading, "verdict" | "mode" | "feeder"> {
  if (title === renderNothingHolds({ base: "" }).title) return { verdict: "skip", mode: null, feeder: false };
  if (conclusion === "neutral") {
    const feeder = title.startsWith("Can merge to ");
    return { verdict: feeder ? "allow" : "block", mode: feeder ? null : "observe", feeder };
  }
  if (status === "completed") return { verdict: conclusion === "success" ? "allow" : "block", mode: "enforce", feeder: false };
  return { verdict: title.startsWith("Cannot tell ") ? "wait" : "block", mode: "enforce", feeder: false };
}

function carriedLines(summary: string): readonly CarriedLine[] {
  const table = /^### What it carries\n\n\| Change [^\n]*\n\|[-|]*\n((?:\|[^\n]*\n?)*)/m.exec(summary)?.[1] ?? "";
  return table.split("\n").filter((line) => line !== "").map((line) => {
    const [change = "", , kind = "", passes = ""] = line.replace(/^\| | \|$/g, "").split(/ \| /).map(plainCell);
    const [, name = change, title = ""] = /^(\S+) ?(.*)$/.exec(change) ?? [];
    const [, answer = "", why = null] = /^(yes|no|cannot tell)(?:: (.*))?/.exec(passes) ?? [];
    return { name, title, kind, passes: answer === "yes" ? true : answer === "no" ? false : null, why };
  });
}

/** Links to their labels, escapes to what they stand for. */
export function plainCell(cell: string): string {
  return cell.replace(/\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)/g, "$1").replace(/\\([!-/:-@[-`{-~])/g, "$1").replace(/`/g, "").trim();
}
