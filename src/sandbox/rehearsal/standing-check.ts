/** What a person sees beside the merge button: the check that stands on a commit, asked of the local GitHub over HTTP. */
import type { RepositoryName } from "../../domain/model/refs.ts";

export interface StandingCheck {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string;
  readonly summary: string;
}

interface CheckRunsAnswer {
  readonly check_runs: readonly {
    readonly name: string; readonly status: string; readonly conclusion: string | null;
    readonly output: { readonly title: string | null; readonly summary: string | null };
  }[];
}

/** null = no check of that name stands there. `token` is a person's. */
export async function readStandingCheck(apiUrl: string, token: string, commit: { readonly repository: RepositoryName; readonly sha: string; readonly name: string }): Promise<StandingCheck | null> {
  const url = `${apiUrl}/repos/${commit.repository}/commits/${commit.sha}/check-runs?check_name=${encodeURIComponent(commit.name)}`;
  const answer = await fetch(url, { headers: { accept: "application/vnd.github+json", authorization: `token ${token}` } });
  if (!answer.ok) throw new Error(`The local GitHub answered ${answer.status} when asked for the checks of ${commit.repository}.`);
  const { check_runs: runs } = await answer.json() as CheckRunsAnswer;
  const [run] = runs;
  return run === undefined ? null : { name: run.name, status: run.status, conclusion: run.conclusion, title: run.output.title ?? "", summary: run.output.summary ?? "" };
}
