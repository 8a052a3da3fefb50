/** A scene with incidents: acme/core owns them, ann writes, ben triages, rita maintains; eve is nobody. */
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { IssueComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createScene, PLAN } from "./scene.ts";
import type { Scene, SceneOptions } from "./scene.ts";

export const INCIDENTS = `${PLAN}
incidents: { owners: [rita], audiences: [{ id: operators, targets: [ops] }] }
`;

/** The same, with nobody reminded of anything. */
export const UNCLOCKED = INCIDENTS.replace("owners: [rita]", "owners: [rita], clocks: { claim: never, severity: never, inform: never, update: never, report: never }");

export interface IncidentScene extends Scene {
  /** a comment a minute later, and what the app makes of it */
  say(issue: Issue, body: string, login?: string): Promise<IssueComment>;
  /** reports it in an issue of the reporter's, and answers with the incident's issue */
  report(title: string, login?: string): Promise<Issue>;
  incident(title: string): Issue;
  /** bodies of the app's comments under an issue */
  ours(issue: Issue): readonly string[];
  answer(comment: IssueComment): string;
  reactions(comment: IssueComment): readonly string[];
}

export async function createIncidentScene(options: Partial<SceneOptions> = {}): Promise<IncidentScene> {
  const scene = await createScene({ plan: INCIDENTS, ...options });
  const ours = (issue: Issue): readonly string[] => issue.comments.filter((one) => one.app === scene.registered).map(({ body }) => body);
  const incident = (title: string): Issue => {
    const found = [...scene.repository.issues.values()].find((issue) => issue.title === `Incident: ${title}` && issue.user.login === "release-warden[bot]");
    if (found === undefined) throw new Error(`there is no incident ${title}`);
    return found;
  };
  const say = async (issue: Issue, body: string, login = "rita"): Promise<IssueComment> => {
    scene.clock.advance(60_000);
    const comment = createComment(scene.github.world, issue, body, scene.person(login));
    await scene.settle();
    return comment;
  };
  return Object.assign(scene, {
    say, ours, incident,
    async report(title: string, login = "ann") {
      const place = createIssue(scene.github.world, scene.repository, { title: "Something is wrong" }, scene.person(login));
      await say(place, `/warden incident ${title}`, login);
      return incident(title);
    },
    answer: (comment: IssueComment) => ours(comment.issue).find((body) => body.startsWith(`<!-- release-warden:answer:${comment.id} -->\n`))?.split("\n").slice(1).join("\n") ?? "",
    reactions: (comment: IssueComment) => comment.reactions.filter((one) => one.user.login === "release-warden[bot]").map(({ content }) => content),
  });
}
