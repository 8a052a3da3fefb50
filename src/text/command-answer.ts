/**
 * The one answer to a comment with commands: what came of each, in order. A hidden marker names the comment that it answers, so the answer is found
 * again and edited in place. At most 60,000 characters, below what GitHub takes.
 */
import { shownCommand } from "./command-line.ts";

const ANSWER_CAP = 60_000;

export interface AnsweredLine {
  /** the command as written */
  readonly text: string;
  /** finished paragraphs */
  readonly said: readonly string[];
}

/** First line of the answer to a comment, hidden from readers. Markers can be forged, so only our own comments are ever looked at. */
export function answerMarker(comment: number): string {
  return `<!-- release-warden:answer:${comment} -->`;
}

/** First line of the comment that asks again for a changed change. */
export function againMarker(comment: number, diff: string): string {
  return `<!-- release-warden:again:${comment}:${diff.slice(0, 16)} -->`;
}

/** The words after the marker. With several commands, each part says which it answers, and keeps a private reason to itself. */
export function renderAnswer(lines: readonly AnsweredLine[]): string {
  const parts = lines.map(({ text, said }) => (lines.length === 1 ? said.join("\n\n") : [shownCommand(text, 120), ...said].join("\n\n")));
  const whole = parts.join("\n\n---\n\n");
  return whole.length <= ANSWER_CAP ? whole : `${whole.slice(0, whole.lastIndexOf("\n", ANSWER_CAP))}\n\nThe rest was left out: this answer has reached its greatest length.`;
}
