/**
 * Who reads, and what they may see. Without sign-in the page is for whoever sits at this machine; with it, each person sees the repositories
 * that GitHub lets them read with their own token. Everybody else sees only plans that say so, without private repositories and people.
 */
import type { IncomingMessage } from "node:http";
import type { RepositoryRecord } from "../../domain/model/records.ts";
import type { BoardPlan } from "./board.ts";
import { cookie, isAtThisMachine } from "./http.ts";
import type { Sessions } from "./session.ts";

export interface Reader {
  readonly kind: "machine" | "person" | "everybody";
  readonly login: string | null;
  sees(repository: RepositoryRecord): Promise<boolean>;
}

/** `sessions` null = sign-in is not set up. */
export function readerOf(request: IncomingMessage, sessions: Sessions | null): Reader {
  const session = sessions?.find(cookie(request, sessions.cookie)) ?? null;
  if (session !== null) return { kind: "person", login: session.login, sees: (repository) => session.canRead(repository) };
  if (sessions === null && isAtThisMachine(request)) return { kind: "machine", login: null, sees: async () => true };
  return { kind: "everybody", login: null, sees: async (repository) => !repository.private };
}

/** Null = as if there were no such plan. */
export async function sightOf(reader: Reader, plan: BoardPlan): Promise<"somebody" | "everybody" | null> {
  const open = plan.plan?.release.public === true && !plan.home.private;
  if (reader.kind === "everybody") return open ? "everybody" : null;
  if (await reader.sees(plan.home)) return "somebody";
  return open ? "everybody" : null;
}
