/**
 * The tracking issue of a freeze: which text must stand in it, given what stands there now. People's own words around our sections stay; where
 * there is little room the machine's section gives way first, then the lists.
 */
import type { FreezeLedger } from "../model/account.ts";
import { BODY_CAP, bodyOf, hiddenKey, readSection, replaceSection } from "./fenced-section.ts";
import type { FencedSection } from "./fenced-section.ts";
import { giveRoom } from "./give-room.ts";
import { LEDGER_SECTION, renderLedgerSection } from "./ledger-section.ts";

/** The order in which they stand in a new issue. */
export const TRACKING_SECTIONS = ["freeze", "pulls", "account", LEDGER_SECTION] as const;
export type TrackingSection = (typeof TRACKING_SECTIONS)[number];

export interface TrackingWords {
  readonly freeze: string;
  readonly pulls: string;
  readonly account: string;
}

export interface DesiredBody {
  readonly body: string;
  /** sections that a person took out */
  readonly missing: readonly TrackingSection[];
}

/** below this not even what matters most finds room */
const LEAST_LEDGER = 2_000;

/** Part of the issue's hidden key; both names come from people. */
export function trackingIssueKey(path: string, freeze: string): string {
  return `tracking/${encodeURIComponent(path)}/${encodeURIComponent(freeze)}`;
}

/** `observed` is the text as it stands; null = the issue is new. */
export function desireTrackingBody(key: string, words: TrackingWords, ledger: FreezeLedger, observed: string | null): DesiredBody {
  const sections: readonly FencedSection[] = [{ name: "freeze", content: words.freeze }, { name: "pulls", content: words.pulls }, { name: "account", content: words.account }];
  const before = observed ?? `${hiddenKey(key)}\n${bodyOf([...sections, { name: LEDGER_SECTION, content: "" }])}\n`;
  const missing = TRACKING_SECTIONS.filter((name) => readSection(before, name) === null);
  let body = sections.reduce((text, section) => replaceSection(text, section.name, section.content).body, before);
  for (const crowded of ["pulls", "account"] as const) body = giveRoom(body, crowded, LEAST_LEDGER - roomIn(body));
  return { body: replaceSection(body, LEDGER_SECTION, renderLedgerSection(ledger, Math.max(0, roomIn(body)))).body, missing };
}

/** Characters left for the machine's section. */
function roomIn(body: string): number {
  return BODY_CAP - replaceSection(body, LEDGER_SECTION, "").body.length;
}
