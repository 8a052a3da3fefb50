/**
 * The program that serves GitHub is killed with `kill -9` between two writes of an incident: the next one brings it to an end, and no line of the
 * record is lost or doubled, no comment answered twice, no second incident opened. From the chosen write on GitHub refuses the program everything, so
 * that it dies exactly there however fast it is.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { IssueComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { UNCLOCKED } from "../support/incident-scene.ts";
import { storeFolder } from "../support/mortal-app.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { killPrograms, serveProgram } from "../support/served-program.ts";
import { until } from "../support/until.ts";

const folder = storeFolder("incident-killed");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(killPrograms);

function incidents(scene: Scene): readonly Issue[] {
  return [...scene.repository.issues.values()].filter(({ title, user }) => title === "Incident: nodes panic" && user.type === "Bot");
}

/** At the time that the program has. */
function say(scene: Scene, issue: Issue, body: string, by: string): IssueComment {
  scene.clock.set(Date.now() + 1_000);
  return createComment(scene.github.world, issue, body, scene.person(by));
}

function answers({ id, issue }: IssueComment): number {
  return issue.comments.filter(({ body }) => body.startsWith(`<!-- release-warden:answer:${id} -->`)).length;
}

function lines(issue: Issue | undefined, words: string): number {
  return (issue?.body ?? "").split("### Timeline")[1]?.split("\n").filter((line) => line.startsWith("- ") && line.includes(words)).length ?? 0;
}

/** The moment of death, by what stands on GitHub. */
interface Death {
  readonly during: "report" | "commands";
  isDue(scene: Scene, said: IssueComment): boolean;
}

test.each<readonly [string, Death]>([
  ["when the issue of the incident has been made", { during: "report", isDue: (scene) => incidents(scene).length > 0 }],
  ["when the report has been answered", { during: "report", isDue: (_scene, said) => answers(said) > 0 }],
  ["when commands have been delivered and nothing of them written", { during: "commands", isDue: () => true }],
  ["when the issue has been written", { during: "commands", isDue: (scene) => lines(incidents(scene)[0], "the hub is down") > 0 }],
  ["when the commands have been answered", { during: "commands", isDue: (_scene, said) => answers(said) > 0 }],
])("killed %s", async (_when, death) => {
  const scene = await createScene({ plan: UNCLOCKED, now: new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString() });
  const github = await scene.github.listen({ host: "127.0.0.1", port: 0 });
  const file = join(folder, `${crypto.randomUUID()}.sqlite`);
  scene.github.deliveries.setDoor(null);
  let program = await serveProgram(scene, github.url, file);
  const refuse = (): void => void scene.github.faults.random({ seed: 1, every: 1, kinds: ["503"] });

  const act = async (during: Death["during"], issue: Issue, body: string, by: string, isDone: (said: IssueComment) => boolean): Promise<IssueComment> => {
    const dies = death.during === during;
    const before = dies && death.isDue(scene, { id: 0, issue } as IssueComment);
    if (before) refuse();
    const said = say(scene, issue, body, by);
    if (dies) {
      await (before ? scene.github.deliveries.idle() : until(scene, () => death.isDue(scene, said), refuse));
      await program.kill();
      scene.github.faults.clear();
      program = await serveProgram(scene, github.url, file);
    }
    await until(scene, () => isDone(said));
    return said;
  };

  const place = createIssue(scene.github.world, scene.repository, { title: "Crash" }, scene.person("ann"));
  const reported = await act("report", place, "/warden incident nodes panic", "ann", (said) => answers(said) > 0 && lines(incidents(scene)[0], "Reported") > 0);
  const [incident] = incidents(scene);
  if (incident === undefined) throw new Error("there is no incident");
  const said = await act("commands", incident, "/own\n/timeline the hub is down", "rita", (comment) => answers(comment) > 0 && lines(incident, "the hub is down") > 0);
  expect(await program.stop()).toBe(0);

  expect(incidents(scene)).toHaveLength(1);
  expect([answers(reported), answers(said)]).toEqual([1, 1]);
  expect(said.reactions.map(({ content }) => content)).toEqual(["+1"]);
  expect(["Reported", "the hub is down"].map((words) => lines(incident, words))).toEqual([1, 1]);
  expect(incident.body).toContain("| Owner | rita |");
  await scene.stop();
});
