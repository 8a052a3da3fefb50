import { expect, test } from "@jest/globals";
import type { Deadline } from "../../src/domain/policy/deadline.ts";
import { reminderText } from "../../src/text/reminder.ts";
import { at } from "../support/plan-builder.ts";

const ITEM: Deadline = { key: "item/draft", title: "Draft", due: at("2026-12-01T12:00Z"), owner: "ann", manager: "rita", whole: false };
const words = (deadline: Deadline): string => reminderText([{ deadline, reminder: { key: "before", kind: "before", at: 0, to: "owner" }, called: { names: ["ann"], away: [] }, zone: "UTC" }], []);

test.each<[string, Deadline, string]>([
  ["a box that people tick", ITEM, "Tick it when it is done."],
  ["a box that ticks itself with an issue", { ...ITEM, ticksItself: "closed" }, "Its box ticks itself once what it names is closed."],
  ["a part that is made in a pull request", { ...ITEM, ticksItself: "ready" }, "Its box ticks itself once what it names is closed, or is no draft any more."],
  ["a milestone", { ...ITEM, whole: true }, "`/warden done` says that it is reached; `/warden move` answers with the lines that move it."],
  ["a risk", { ...ITEM, subject: "risk" }, "Say here what came of it, and close this issue once it cannot happen any more, or has happened."],
])("whoever is reminded of %s is told what to do next", (_name, deadline, next) => {
  expect(words(deadline)).toBe(`@ann: **Draft** is due Tue 1 December 2026 12:00 UTC. ${next}`);
});
