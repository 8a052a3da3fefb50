/** Who can read the repository in which logs of incidents lie, and what that comes to for those who are to read them. */
import type { Instant } from "./instant.ts";

/** What GitHub says of a repository's readers. */
export type Readership =
  /** it is not there, or the app is not installed on it */
  | { readonly kind: "unseen" }
  /** it is there, and GitHub does not tell us who can read it */
  | { readonly kind: "untold" }
  /** `enterprise`: everybody who works there (GitHub calls it internal) */
  | { readonly kind: "open"; readonly to: "everybody" | "enterprise" }
  | { readonly kind: "listed"; readonly logins: readonly string[] };

/** One whom the plan names as a reader; `members` of a team, null = GitHub does not tell them. */
export interface NamedReader {
  readonly who: string;
  readonly members: readonly string[] | null;
}

export type LogAccess =
  | { readonly verdict: "unchecked"; readonly because: "unseen" | "untold" }
  | { readonly verdict: "open"; readonly to: "everybody" | "enterprise" }
  | {
    readonly verdict: "listed";
    /** readers of the plan who cannot read it, each by name */
    readonly without: readonly string[];
    /** teams of which nobody can tell who is in them */
    readonly unknown: readonly string[];
    /** readers of the plan who can */
    readonly able: number;
    /** others who can */
    readonly others: number;
    /** all whom the plan names and who can read it come from this firm, though its readers come from several; null = no */
    readonly oneFirm: string | null;
  };

/** kind `log-access`, key `<home>/<path>` of the plan */
export interface LogAccessRecord {
  readonly repository: string;
  readonly access: LogAccess;
  readonly checkedAt: Instant;
  /** digest of what the plan asks for: another question is asked anew */
  readonly asked: string;
  /** what the owners were last called for, as a digest; null = for nothing, absent = written by an earlier version, see `access` */
  readonly alarm?: string | null;
  /** counts how often that changed, from 1: an alarm is told once, and again when it comes back */
  readonly turn: number;
}
