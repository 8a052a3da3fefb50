/** Withdrawal: somebody changed what may have spoken for a change. Whether it did is for whoever asks to say. */
import type { Instant } from "./instant.ts";

export interface Withdrawal {
  /** a label taken off, another title, another text, another issue type */
  readonly what: "label" | "title" | "text" | "type";
  readonly at: Instant;
  readonly by: string;
  /** the label taken off; null = it was none, or has no name any more */
  readonly label: string | null;
}
