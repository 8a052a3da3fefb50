/** Scenes of a memory that is lost in the middle of a freeze while something was still to be told: it is told then, and nothing is told twice. */
import { describe, expect, test } from "@jest/globals";
import type { PostOutcome, PostRequest } from "../../src/notify/post.ts";
import type { Target } from "../../src/notify/target.ts";
import { mergePull } from "../../src/sandbox/github/seed.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createReview } from "../../src/sandbox/github/state/review.ts";
import { updateRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { PLAN } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const NOTICED = PLAN.replace("allow: [bugfix, release] }", "allow: [bugfix, release], notice: [7 days, 24 hours], notice_comment: ready }");
const begin = scenesOf({ plan: NOTICED, gate: true, now: "2026-11-20T09:00:00Z" });

/** GitHub refuses to take what is said in issues and under pull requests for as long as `silent` holds. */
function mute(): Required<Pick<SceneOptions, "between">> & { silent: boolean } {
  const muted: ReturnType<typeof mute> = {
    silent: false,
    between: (near) => (input, init) => {
      const request = new Request(input, init);
      if (muted.silent && request.method !== "GET" && /\/issues(\/|$)/.test(new URL(request.url).pathname)) throw new TypeError("fetch failed");
      return near(request);
    },
  };
  return muted;
}

/** What failed meanwhile was complained of, and is no matter of the test. */
function excused(scene: Scene): void {
  (scene.complaints as string[]).length = 0;
}

function tracking(scene: Scene): Issue {
  const issue = [...scene.repository.issues.values()].find((one) => one.title === "2.4: Freeze");
  if (issue === undefined) throw new Error("there is no tracking issue");
  return issue;
}

function said(issue: Issue, what: RegExp): number {
  return issue.comments.filter(({ user, body }) => user.type === "Bot" && what.test(body)).length;
}

describe("notices ahead of a freeze", () => {
  test("are told once each, whenever the memory is lost between them", async () => {
    const scene = await begin();
    await scene.passTo("2026-11-24T10:00:00Z");
    await scene.forget();
    expect(said(tracking(scene), /begins within/)).toBe(0);
    await scene.passTo("2026-11-30T10:00:00Z");
    await scene.forget();
    await scene.passTo("2026-11-30T12:00:00Z");
    expect(said(tracking(scene), /begins within/)).toBe(1);
  });

  test("that GitHub did not take before the memory was lost are told by the next start, those on pull requests too", async () => {
    const muted = mute();
    const scene = await begin({ between: muted.between });
    const pull = scene.open({ title: "Add a slide", head: "slide", files: { "src/slide.ts": "s" } });
    createReview(scene.github.world, pull, { event: "APPROVE", commitSha: pull.head.sha }, scene.person("rita"));
    await scene.passTo("2026-11-30T08:59:00Z");
    muted.silent = true;
    await scene.passTo("2026-11-30T09:01:00Z");
    expect([said(tracking(scene), /begins within/), said(pull.issue, /This pull request is approved/)]).toEqual([0, 0]);
    muted.silent = false;
    await scene.forget();
    excused(scene);
    await scene.passTo("2026-11-30T11:00:00Z");
    expect([said(tracking(scene), /begins within/), said(pull.issue, /This pull request is approved/)]).toEqual([1, 1]);
  });
});

describe("a leak", () => {
  test("that was known and not yet told when the memory was lost is in the report and told by the next start, once", async () => {
    const muted = mute();
    const scene = await begin({ between: muted.between });
    const pull = scene.open({ title: "Add a slide", head: "slide", files: { "src/slide.ts": "s" } });
    await scene.passTo("2026-12-01T10:00:00Z");
    muted.silent = true;
    mergePull(scene.github.world, pull, { by: scene.person("olga"), bypassRules: true });
    await scene.passTo("2026-12-01T10:05:00Z");
    expect(await scene.app.store.ledger(scene.repository.id, "account")).toHaveLength(1);
    muted.silent = false;
    await scene.forget();
    excused(scene);
    await scene.passTo("2026-12-01T10:20:00Z");
    expect([/### Leaks\n1 change landed/.test(tracking(scene).body ?? ""), said(tracking(scene), /a change landed during/)]).toEqual([true, 1]);
    await scene.forget();
    await scene.passTo("2026-12-01T10:40:00Z");
    expect(said(tracking(scene), /a change landed during/)).toBe(1);
  });
});

describe("what is told outside GitHub", () => {
  const ops: Target = { name: "ops", kind: "discord", url: "https://hooks.example.com/ops", secret: null, audiences: ["alert", "manager"], for: ["acme"] };

  /** Targets answer nothing at all while `away`. */
  function listening(): { readonly sent: PostRequest[]; away: boolean; readonly post: (request: PostRequest) => Promise<PostOutcome> } {
    const heard: ReturnType<typeof listening> = {
      sent: [], away: false,
      post: async (request) => {
        if (heard.away) return { kind: "not-sent", why: "nobody is there", lasting: false };
        heard.sent.push(request);
        return { kind: "answered", status: 204, retryAfterMs: null };
      },
    };
    return heard;
  }

  function switchOff(scene: Scene): void {
    const [ruleset] = [...scene.repository.rulesets.values()];
    if (ruleset !== undefined) updateRuleset(scene.github.world, scene.repository, ruleset, { enforcement: "disabled" }, scene.person("olga"));
  }

  test.each([["was still to be sent", true], ["had been sent", false]])("and %s when the memory was lost is listed in the freeze's issue, and goes out again only when the manager says so", async (_how, away) => {
    const heard = listening();
    const scene = await begin({ telling: { targets: [ops], post: heard.post } });
    await scene.passTo("2026-12-01T10:00:00Z");
    heard.away = away;
    heard.sent.length = 0;
    switchOff(scene);
    await scene.passTo("2026-12-01T10:02:00Z");
    heard.away = false;
    const before = heard.sent.length;
    await scene.forget();
    await scene.passTo("2026-12-01T10:20:00Z");
    expect(heard.sent).toHaveLength(before);
    expect(tracking(scene).body).toMatch(/### Told outside GitHub\n[^]*\*\*may not have arrived\*\* at `ops`/);
    scene.clock.advance(60_000);
    createComment(scene.github.world, tracking(scene), "/warden resend ops", scene.person("rita"));
    await scene.passTo("2026-12-01T10:40:00Z");
    expect(heard.sent.slice(before).filter(({ body }) => body.includes("switched off the ruleset"))).toHaveLength(1);
    excused(scene);
  });

  test("a leak is told there as well, and a self-test that failed not a second time after a loss", async () => {
    const heard = listening();
    const scene = await begin({ gate: false, telling: { targets: [ops], post: heard.post } });
    await scene.passTo("2026-11-24T10:00:00Z");
    const warned = heard.sent.filter(({ body }) => body.includes("would not fully hold")).length;
    await scene.forget();
    await scene.passTo("2026-11-24T12:00:00Z");
    expect([warned, heard.sent.filter(({ body }) => body.includes("would not fully hold")).length]).toEqual([1, 1]);
    const pull = scene.open({ title: "Add a slide", head: "slide", files: { "src/slide.ts": "s" } });
    await scene.passTo("2026-12-01T10:00:00Z");
    scene.merge(pull);
    await scene.passTo("2026-12-01T10:05:00Z");
    expect(heard.sent.filter(({ body }) => body.includes("without being let in"))).toHaveLength(1);
  });
});
