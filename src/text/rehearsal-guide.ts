/** What a person can try once a rehearsal is over: lines to copy into a shell, made for the world that stands. */
import type { Instant } from "../domain/model/instant.ts";
import { isoText } from "./instant.ts";

export interface StandingWorld {
  readonly apiUrl: string;
  readonly appUrl: string;
  /** of a person who may do all of it */
  readonly token: string;
  readonly login: string;
  readonly now: Instant;
  readonly repository: string;
  readonly branch: string;
  /** number that the next pull request there will get */
  readonly nextNumber: number;
  /** how the freeze comes back; null = one is in force, or the plan has none */
  readonly again: { readonly kind: "reopen"; readonly home: string; readonly milestone: number; readonly title: string } | { readonly kind: "clock"; readonly to: Instant } | null;
}

export function rehearsalGuide(world: StandingWorld): readonly string[] {
  const repository = `$API/repos/${world.repository}`;
  return [
    `The local GitHub stays up at ${world.apiUrl} and the app at ${world.appUrl}. Its clock says ${isoText(world.now)} and goes on from there. Ctrl-C ends both.`,
    `The page for release managers is at ${world.appUrl}/`,
    "",
    "To open and merge a pull request yourself, copy these lines into another terminal:",
    "",
    `  API=${world.apiUrl}`,
    `  AUTH="Authorization: token ${world.token}"   # ${world.login}`,
    ...againLines(world),
    "  # a branch, a file, a pull request",
    `  SHA=$(curl -s -H "$AUTH" -H "Accept: application/vnd.github.sha" ${repository}/commits/${world.branch})`,
    `  curl -s -o /dev/null -H "$AUTH" ${repository}/git/refs -d "{\\"ref\\":\\"refs/heads/try-${world.nextNumber}\\",\\"sha\\":\\"$SHA\\"}"`,
    `  curl -s -o /dev/null -H "$AUTH" -X PUT ${repository}/contents/src/try.txt -d '{"message":"Try","content":"dHJ5Cg==","branch":"try-${world.nextNumber}"}'`,
    `  curl -s -o /dev/null -H "$AUTH" ${repository}/pulls -d '{"title":"Add a button","head":"try-${world.nextNumber}","base":"${world.branch}"}'`,
    "  # what the app says of it, a moment later",
    `  sleep 1; curl -s -H "$AUTH" ${repository}/commits/try-${world.nextNumber}/check-runs`,
    "  # give it the label of a bugfix, look again, merge it",
    `  curl -s -o /dev/null -H "$AUTH" ${repository}/issues/${world.nextNumber}/labels -d '{"labels":["bug"]}'`,
    `  sleep 1; curl -s -H "$AUTH" ${repository}/commits/try-${world.nextNumber}/check-runs`,
    `  curl -s -H "$AUTH" -X PUT ${repository}/pulls/${world.nextNumber}/merge`,
    ...commandLineLines(world),
    "  # move the clock of this world",
    `  curl -s -X POST $API/_local/clock -d '{"advance":"2d"}'`,
  ];
}

/** `github.localhost` is the one host that gh speaks plain HTTP to; as its proxy the local GitHub gets what is meant for it. */
function commandLineLines({ token, repository, branch, nextNumber }: StandingWorld): readonly string[] {
  return [
    "  # the same with GitHub's own command line, in a shell of its own; gh opens pull requests only from a git folder",
    `  export HTTP_PROXY=$API GH_HOST=github.localhost GH_TOKEN=${token} GH_REPO=github.localhost/${repository}`,
    `  git init -q try-gh && cd try-gh && git remote add origin http://github.localhost/${repository}.git`,
    `  gh pr create --head try-${nextNumber} --base ${branch} --title "Add a button" --body ""`,
    `  gh pr checks ${nextNumber}; gh pr edit ${nextNumber} --add-label bug; gh pr merge ${nextNumber} --merge`,
  ];
}

function againLines({ again }: StandingWorld): readonly string[] {
  if (again === null) return [];
  if (again.kind === "clock") return ["  # go to where a freeze is in force", `  curl -s -X POST $API/_local/clock -d '{"set":"${isoText(again.to)}"}'`];
  return [
    `  # take back that ${again.title.replace(/[^\p{L}\p{N} .-]/gu, "")} was reached: its freeze holds again`,
    `  curl -s -o /dev/null -H "$AUTH" -X PATCH $API/repos/${again.home}/milestones/${again.milestone} -d '{"state":"open"}'`,
  ];
}
