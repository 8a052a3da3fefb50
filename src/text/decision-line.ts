/** A decision as one line for a terminal. */
import type { Verdict } from "../domain/model/decision.ts";
import type { DecidedPull } from "./decided-pull.ts";
import { decisionTitle } from "./decision-title.ts";
import { terminalVoice } from "./voice.ts";

/** What a line means, for whoever can colour it. */
export type Tone = "good" | "bad" | "doubt" | "faint" | "strong";
export type Paint = (tone: Tone, text: string) => string;
export const unpainted: Paint = (_tone, text) => text;

const WORDS: Readonly<Record<Verdict, string>> = { allow: "allowed", block: "waits", wait: "cannot tell", skip: "no freeze" };
const TONES: Readonly<Record<Verdict, Tone>> = { allow: "good", block: "bad", wait: "doubt", skip: "faint" };
const WIDEST = Math.max(...Object.values(WORDS).map((word) => word.length));

/** "waits        o/r#7  Waits for Release (due …): only bugfixes until then" */
export function decisionLine(name: string, pull: DecidedPull, paint: Paint = unpainted): string {
  const { verdict, mode } = pull.decision;
  const word = verdict === "block" && mode === "observe" ? "would wait" : WORDS[verdict];
  return `${paint(TONES[verdict], word.padEnd(WIDEST))}  ${paint("strong", terminalVoice.text(name))}  ${decisionTitle(pull)}`;
}
