/**
 * Who took back what had let a change in, before it landed. It depends on what that was: an exception, a label, the title's word, an issue that it
 * closed. Null = nobody can say, and nobody is named on suspicion: who edited a text is named only where what it closed is gone.
 */
import type { AccountEntry, StoodVerdict } from "../domain/model/account.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Withdrawal } from "../domain/model/withdrawal.ts";
import type { Freeze } from "../domain/model/plan.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

type Place = { readonly inForce: PlanInForce; readonly freeze: Freeze };
type Landed = Pick<AccountEntry, "number" | "at">;

/** `stood`: what had let it in. A server that does not tell of such things must not keep anything out of the account. */
export async function whoWithdrew(landed: Landed, stood: StoodVerdict | null, pull: PullFacts, place: Place, repository: RepositoryRecord, context: RunContext): Promise<string | null> {
  try {
    return await withdrawer(landed, stood, pull, place, repository, context);
  } catch (error) {
    if (error instanceof FaultError && ["invalid", "forbidden", "not-found"].includes(error.fault.kind)) return null;
    throw error;
  }
}

async function withdrawer({ number, at }: Landed, stood: StoodVerdict | null, pull: PullFacts, { inForce, freeze }: Place, repository: RepositoryRecord, context: RunContext): Promise<string | null> {
  if (number === null) return null;
  const revoked = inForce.commands.waivers.findLast((one) => one.number === number && one.freeze === freeze.id)?.revokedBy ?? null;
  if (revoked !== null || stood === null || stood.code === "waiver") return revoked;
  const { by } = stood;
  if (by?.source === "linked-issue") {
    const [place = "", issue = ""] = by.detail.split("#");
    if (!pull.closingIssues.some((one) => sameRepository(one.repository, place) && one.number === Number(issue)))
      return last(await context.github.readWithdrawals(repository, number), at, ({ what }) => what === "text");
    // Another repository may be out of our sight, or another installation's.
    if (!sameRepository(place, repositoryName(repository))) return null;
    const marks = inForce.plan.kinds.bugfix.labels;
    return last(await context.github.readIssueWithdrawals(repository, Number(issue)), at, ({ what, label }) => what === "type" || marks.some((mark) => mark.toLowerCase() === label?.toLowerCase()));
  }
  if (by === undefined || by.source === "content") return null;
  const withdrawals = await context.github.readWithdrawals(repository, number);
  return last(withdrawals, at, ({ what, label }) => (by.source === "label" ? what === "label" && label === by.detail : what === "title"));
}

function last(withdrawals: readonly Withdrawal[], at: Instant, counts: (one: Withdrawal) => boolean): string | null {
  return withdrawals.findLast((one) => one.at <= at && counts(one))?.by ?? null;
}
