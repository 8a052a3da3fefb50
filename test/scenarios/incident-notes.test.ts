/** What went wrong reaches everybody who reads the notes of a release: put there by the Warden where it may, else by the command that it gives. */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Release } from "../../src/sandbox/github/state/release.ts";
import { createRelease, updateRelease } from "../../src/sandbox/github/state/release.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, UNCLOCKED } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;
let lost = 0;
afterEach(async () => {
  expect(scene.complaints.length).toBe(lost);
  await scene.stop();
});

/** An incident that is over. */
async function over(contents: "read" | "write", plan = UNCLOCKED, between: (near: typeof fetch) => typeof fetch = (near) => near): Promise<Issue> {
  lost = 0;
  scene = await createIncidentScene({ plan, permissions: { contents }, between });
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/own\n/severity sev1\n/triage new\n/report summary servers panicked\n/resolved rita checks balances once");
  return issue;
}

async function publish(tag: string, body: string): Promise<Release> {
  const release = createRelease(scene.github.world, scene.repository, { tagName: tag, body }, scene.person("ann"));
  await scene.settle();
  return release;
}

const NOTE = (issue: Issue, fixed = "▇▇▇ checks balances once"): string => `<!-- release-warden:begin incident-${issue.number} -->\n**nodes panic**\n- What happened: servers panicked\n- Fixed: ${fixed}\n<!-- release-warden:end incident-${issue.number} -->`;

describe("with contents: write", () => {
  test("the words go beside what people wrote, follow the report, and are written for nothing", async () => {
    const issue = await over("write");
    const release = await publish("v2.4.0", "Written by people.\r\n");
    expect(scene.answer(await scene.say(issue, "/report note v2.4.0"))).toMatch(/^These words go into the notes of the release `v2\.4\.0`, beside what people wrote there/);
    expect(release.body).toBe(`Written by people.\n\n${NOTE(issue)}`);
    expect(issue.body).toContain("- `v2.4.0`: the words stand [in its notes](https://github.test/acme/app/releases/tag/v2.4.0), and follow the report");
    updateRelease(scene.github.world, scene.repository, release, { body: `${release.body ?? ""}\n\nMore by people.` }, scene.person("ann"));
    await scene.say(issue, "/report fix balances are checked once");
    expect(release.body).toBe(`Written by people.\n\n${NOTE(issue, "balances are checked once")}\n\nMore by people.`);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    await scene.say(issue, "hello");
    expect(scene.writes()).toBe(writes);
    await scene.forget();
    expect(release.body?.match(/begin incident/g)).toHaveLength(1);
  });

  test("they wait for a release that is not published yet, a draft included", async () => {
    const issue = await over("write");
    await scene.say(issue, "/report note v2.4.0");
    expect(issue.body).toContain("- `v2.4.0`: no release of that tag is published yet");
    const release = await publish("v2.4.0", "");
    expect(release.body).toBe(NOTE(issue));
    expect(issue.body).toContain("the words stand [in its notes]");
  });

  test("written before the connection was lost they are not written twice", async () => {
    const patched: string[] = [];
    const issue = await over("write", UNCLOCKED, (near) => async (input, init) => {
      const answer = await near(input, init);
      const request = new Request(input, init);
      if (request.method !== "PATCH" || !request.url.includes("/releases/")) return answer;
      patched.push(request.url);
      if (patched.length === 1) throw new TypeError("fetch failed");
      return answer;
    });
    const release = await publish("v2.4.0", "Written by people.");
    await scene.say(issue, "/report note v2.4.0");
    await scene.passTo("2026-11-25T10:00:00Z");
    lost = scene.complaints.length;
    expect([lost > 0, patched.length, release.body]).toEqual([true, 1, `Written by people.\n\n${NOTE(issue)}`]);
    expect(issue.body).toContain("the words stand [in its notes]");
  });

  test("taken out by a person they stay out", async () => {
    const issue = await over("write");
    const release = await publish("v2.4.0", "");
    await scene.say(issue, "/report note v2.4.0");
    updateRelease(scene.github.world, scene.repository, release, { body: "Ours alone." }, scene.person("ann"));
    await scene.say(issue, "/report fix balances are checked once");
    expect(release.body).toBe("Ours alone.");
    expect(issue.body).toContain("- `v2.4.0`: somebody took the words out of its notes, so they stay out");
  });

  test("a plan may ask for it by itself: what was reviewed goes into the notes of its next final tag", async () => {
    const issue = await over("write", `${UNCLOCKED.replace("owners: [rita]", "owners: [rita], release_notes: true")}candidates: { planned: [v2.4.0-rc1, v2.4.0] }\n`);
    const release = await publish("v2.4.0-rc1", "a candidate");
    await scene.say(issue, "/inform no nobody noticed\n/report cause a race\n/report well quick\n/report badly late");
    expect(issue.body).not.toContain("Release notes");
    await scene.say(issue, "/report");
    expect(issue.body).toContain("- `v2.4.0`: no release of that tag is published yet");
    const final = await publish("v2.4.0", "The release.");
    // Before its gate is met it goes back into a draft, once; whoever publishes it again means it.
    expect([final.draft, final.body]).toEqual([true, "The release."]);
    updateRelease(scene.github.world, scene.repository, final, { draft: false }, scene.person("ann"));
    await scene.settle();
    expect([final.body, release.body]).toEqual([`The release.\n\n${NOTE(issue)}`, "a candidate"]);
    await publish("v2.4.1", "A later one.");
    await scene.say(issue, "/report fix balances are checked once");
    expect(final.body).toContain("balances are checked once");
  });
});

describe("without it", () => {
  test("the answer gives the command, which leaves what people wrote and is known again once somebody ran it", async () => {
    const issue = await over("read");
    await scene.say(issue, "/party @ben operator of n1");
    expect(issue.body).not.toContain("/heard`)");
    const release = await publish("v2.4.0", "Written by people.");
    const answer = scene.answer(await scene.say(issue, "/report note v2.4.0"));
    expect(answer).toContain(`gh release view v2.4.0 --repo acme/app --json body --jq .body > notes-${issue.number}.md\ncat >> notes-${issue.number}.md <<'END-OF-INCIDENT-${issue.number}'\n\n${NOTE(issue)}\nEND-OF-INCIDENT-${issue.number}\ngh release edit v2.4.0 --repo acme/app --notes-file notes-${issue.number}.md\n`);
    expect([release.body, issue.body?.includes("- `v2.4.0`: the Warden may not write that release")]).toEqual(["Written by people.", true]);
    updateRelease(scene.github.world, scene.repository, release, { body: `Written by people.\n\n${NOTE(issue)}\n` }, scene.person("rita"));
    await scene.settle();
    expect(issue.body).toContain("the words stand [in its notes]");
    expect(issue.body).toContain("ben: operator of n1 — *has not said that word reached them (`/heard`)*");
    await scene.say(issue, "/heard", "ben");
    expect(issue.body).toContain("ben: operator of n1, heard of it ");
  });

  test.each(["v1; rm -rf /", "$(id)", "-v", "`id`", "v1 v2", "v1'"])("no tag that a shell could take for more is ever in a command: %s", async (tag) => {
    const issue = await over("read");
    const answer = scene.answer(await scene.say(issue, `/report note ${tag}`));
    expect(answer).toContain("**Nothing was done**");
    expect(answer).not.toContain("gh release");
  });
});
