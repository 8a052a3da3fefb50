/** Who did it, as GraphQL tells it. */
import { z } from "zod";
import type { Person } from "../../domain/model/refs.ts";

export const Who = z.object({ __typename: z.string(), login: z.string() });
export type Who = z.infer<typeof Who>;

/** GraphQL calls a bot `dependabot` where REST and people say `dependabot[bot]`; the latter cannot be taken for a user of that name. */
export function personOf(who: Who | null | undefined): Person | null {
  if (who === null || who === undefined) return null;
  const bot = who.__typename === "Bot";
  return { login: bot && !who.login.endsWith("[bot]") ? `${who.login}[bot]` : who.login, bot };
}
