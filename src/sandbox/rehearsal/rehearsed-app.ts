/** The app as a rehearsal sees it. The root hands over the real one: this room knows no other room than the domain. */
import type { Instant } from "../../domain/model/instant.ts";

export interface AppWiring {
  readonly credentials: { readonly appId: number; readonly privateKey: string; readonly webhookSecrets: readonly string[] };
  readonly apiUrl: string;
  readonly webhookPath: string;
  readonly now: () => Instant;
  readonly log: RehearsalLog;
  /** real ms until a request to GitHub is given up */
  readonly timeout: number;
}

export interface RehearsedApp {
  readonly github: { stats(): { readonly calls: number; readonly writes: number } };
  listen(where: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
  start(): void;
  drain(): Promise<number>;
  nextDueAt(): Promise<Instant | null>;
  resync(): Promise<number>;
  stop(): Promise<void>;
}

/** Fits the logs of all rooms of the app. */
export interface RehearsalLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type OpenApp = (wiring: AppWiring) => Promise<RehearsedApp>;
