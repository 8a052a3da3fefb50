/**
 * Shell commands that leave one change out of a release merge: revert it on the feeder, by a pull request like any other.
 *
 * Reverting is chosen over a release branch with cherry-picks because it is one command, the open release merge updates itself, what is released
 * stays what the feeder holds and tests, and nobody has to find out which later changes build on which. Its price: after the release the change
 * comes back by reverting the revert. Branch names come from strangers and are quoted for the shell.
 */
import type { ContainedChange } from "../model/pull.ts";
import type { RepositoryName } from "../model/refs.ts";

const SHA = /^[0-9a-f]{7,64}$/i;

/** Empty where the change cannot be named to git. `feeder` is the branch that the release merge comes from. */
export function leaveOutCommands(change: ContainedChange["change"], feeder: string): readonly string[] {
  if (change.kind === "commit") return SHA.test(change.sha) ? revert(feeder, change.sha.slice(0, 10), [`git revert --no-edit ${change.sha}`]) : [];
  const { number, mergeCommit, repository } = change.pull;
  if (mergeCommit != null && SHA.test(mergeCommit)) return revert(feeder, String(number), [mainlineRevert(mergeCommit)]);
  const name = plainName(repository);
  if (name === null) return [];
  return revert(feeder, String(number), [
    `sha=$(gh pr view ${number} --repo ${name} --json mergeCommit --jq .mergeCommit.oid)`, mainlineRevert('"$sha"'),
  ]);
}

/** A squash or rebase leaves a plain commit, which git refuses to revert by its mainline. */
function mainlineRevert(sha: string): string {
  return `git revert --no-edit -m 1 ${sha}  # squashed or rebased: without -m 1`;
}

function revert(feeder: string, name: string, commands: readonly string[]): readonly string[] {
  return ["git fetch origin", `git switch -c leave-out-${name} ${quoted(`origin/${feeder}`)}`, ...commands, `git push -u origin leave-out-${name}`];
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `owner/name` if it is nothing but that; null where it could mean something to a shell. */
function plainName(repository: RepositoryName): string | null {
  return /^[\w.-]+\/[\w.-]+$/.test(repository) ? repository : null;
}
