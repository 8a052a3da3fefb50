import { describe, expect, test } from "@jest/globals";
import type { PostOutcome } from "../../src/notify/post.ts";
import { targetsOf } from "../../src/notify/target.ts";
import type { Target } from "../../src/notify/target.ts";
import { MOST_TRIES, verdictOf } from "../../src/notify/verdict.ts";

const target = (kind: Target["kind"], over: Partial<Target> = {}): Target => ({ name: kind, kind, url: "https://hooks.example.com/x", secret: null, audiences: [], for: ["*"], ...over });
const answered = (status: number, retryAfterMs: number | null = null): PostOutcome => ({ kind: "answered", status, retryAfterMs });
const first = (attempts: number) => ({ attempts, doubtful: false });
const UNKNOWN: PostOutcome = { kind: "unknown", why: "cut off" };
const NOT_SENT: PostOutcome = { kind: "not-sent", why: "no connection", lasting: false };

describe("what an attempt came to", () => {
  test.each<[string, PostOutcome, string, string]>([
    ["taken", answered(200), "sent", "sent"], ["taken without words", answered(204), "sent", "sent"],
    ["a redirect", answered(302), "failed", "failed"], ["refused", answered(400), "failed", "failed"], ["gone", answered(404), "failed", "failed"],
    ["asked to wait", answered(429), "waiting", "waiting"], ["its gateway gave up", answered(502), "unclear", "waiting"], ["it broke", answered(500), "unclear", "waiting"],
    ["overloaded", answered(503), "unclear", "waiting"], ["it gave up reading", answered(408), "unclear", "waiting"],
    ["cut off", UNKNOWN, "unclear", "waiting"], ["no connection", NOT_SENT, "waiting", "waiting"], ["a private address", { kind: "not-sent", why: "private", lasting: true }, "failed", "failed"],
  ])("%s", (_what, outcome, chat, webhook) => {
    expect([verdictOf(outcome, target("discord"), first(1)).state, verdictOf(outcome, target("slack"), first(1)).state, verdictOf(outcome, target("webhook"), first(1)).state]).toEqual([chat, chat, webhook]);
  });

  test("pauses grow from ten seconds to an hour, and the last try is the last", () => {
    const pauses = Array.from({ length: MOST_TRIES }, (_, index) => verdictOf(NOT_SENT, target("slack"), first(index + 1)));
    expect(pauses.map((one) => (one.state === "waiting" ? one.inMs / 1_000 : one.state))).toEqual([10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600, "failed"]);
    expect(pauses.at(-1)).toEqual({ state: "failed", why: "no connection, 12 times" });
  });

  test.each([[30_000, 30_000], [0, 1_000], [90_000_000, 86_400_000]])("a pause that was asked for is kept, within measure: %i", (asked, waits) => {
    expect(verdictOf(answered(429, asked), target("discord"), first(1))).toMatchObject({ state: "waiting", inMs: waits, wholeTarget: true });
    expect(verdictOf(answered(503, asked), target("webhook"), first(1))).toMatchObject({ state: "waiting", inMs: waits, wholeTarget: false });
  });
});

test("a failure after an attempt that may have arrived leaves it open whether it did", () => {
  const doubtful = { attempts: 3, doubtful: true };
  expect(verdictOf(answered(404), target("webhook"), doubtful).state).toBe("unclear");
  expect(verdictOf(answered(500), target("webhook"), { attempts: MOST_TRIES, doubtful: false }).state).toBe("unclear");
  expect(verdictOf(answered(200), target("webhook"), doubtful).state).toBe("sent");
});

describe("where a message goes", () => {
  const all = [target("discord", { name: "Ops", audiences: ["operators"], for: ["acme"] }), target("slack", { name: "team", audiences: ["owners"], for: ["acme/app"] }), target("webhook", { name: "all", audiences: ["OPERATORS", "alert"] })];
  const names = (audience: string, targets: readonly string[], home = "acme/app") => {
    const { found, unknown } = targetsOf({ audience, targets, home }, all);
    return [found.map(({ name }) => name), unknown];
  };
  test.each<[string, string, readonly string[], string, unknown]>([
    ["by the operator's word", "operators", [], "acme/app", [["Ops", "all"], []]],
    ["by the plan's word", "public", ["TEAM"], "acme/app", [["team"], []]],
    ["by both, once", "operators", ["ops"], "acme/app", [["Ops", "all"], []]],
    ["not to what is for another home", "public", ["team"], "acme/other", [[], ["team"]]],
    ["not to what is for another owner", "operators", ["ops"], "evil/app", [["all"], ["ops"]]],
    ["an owner's name in another letter case", "operators", [], "ACME/App", [["Ops", "all"], []]],
    ["nowhere", "customers", [], "acme/app", [[], []]],
    ["not to what nobody named", "customers", ["pager"], "acme/app", [[], ["pager"]]],
  ])("%s", (_what, audience, targets, home, expected) => {
    expect(names(audience, targets, home)).toEqual(expected);
  });
});
