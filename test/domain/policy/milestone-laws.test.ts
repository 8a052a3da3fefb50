/**
 * Laws of milestones, whatever people say and do in whatever order: a baseline never changes, every change of a live date that the plan's check lets in
 * says why and where it was decided, an actual date is set once and by who may, and taken back by nobody else, and what we write into an issue we read back as it was.
 */
import { describe, expect, test } from "@jest/globals";
import type { AdmittedCommand } from "../../../src/domain/command/command.ts";
import { foldCommands } from "../../../src/domain/command/fold.ts";
import { parseCommand } from "../../../src/domain/command/parse.ts";
import type { FoldContext } from "../../../src/domain/command/verb.ts";
import { readBoxes } from "../../../src/domain/desired/checklist-section.ts";
import { bodyOf } from "../../../src/domain/desired/fenced-section.ts";
import { readLedgerSection, renderLedgerSection } from "../../../src/domain/desired/ledger-section.ts";
import { mirrorOf } from "../../../src/domain/command/mirror.ts";
import type { Baselines } from "../../../src/domain/model/baseline.ts";
import type { MilestoneWords } from "../../../src/domain/model/milestone-words.ts";
import type { PlannedMilestone, ReleasePlan } from "../../../src/domain/model/plan.ts";
import { rememberBaselines } from "../../../src/domain/policy/baseline.ts";
import { decideBoxes } from "../../../src/domain/policy/box.ts";
import type { Editor } from "../../../src/domain/policy/box.ts";
import { checklistItems } from "../../../src/domain/policy/checklist.ts";
import { dateFaults } from "../../../src/domain/policy/date-move.ts";
import { milestoneDates } from "../../../src/domain/policy/milestone-dates.ts";
import { decideReached } from "../../../src/domain/policy/reached.ts";
import { checklistText } from "../../../src/text/checklist.ts";
import { at, milestone, plan, time } from "../../support/plan-builder.ts";
import { fc } from "../../support/properties.ts";

const BEGIN = at("2026-11-20T09:00Z");
const HOUR = 3_600_000;
const FIRST = plan({ milestones: [milestone("test", "2026-12-01T00:00Z", { manager: "ben", planned: time("2026-12-01T00:00Z") }), milestone("release", "2026-12-08T00:00Z", { after: ["test"] })] });
const IDS = ["test", "release"] as const;

type Act =
  | { readonly kind: "say"; readonly who: string; readonly line: string; readonly wait: number }
  | { readonly kind: "plan"; readonly id: string; readonly day: number; readonly field: "due" | "planned"; readonly line: "none" | "without link" | "whole"; readonly forced: boolean; readonly wait: number };

const WAIT = fc.integer({ min: 1, max: 400 });
const PERSON = fc.constantFrom("ben", "rita", "ann", "dora", "eve");
const SAID = fc.constantFrom(
  "done test", "done release", "done test by 2026-11-25", "done release on or before 2026-12-03", "done test on 2027-06-01", "partial test because x", "partial release on 2026-11-22",
  "delegate @dora for test", "delegate @eve for release", "delegate @ann for test", "move test to 2026-12-05 because x see https://a.b/c",
  "outstanding a needs b owner @ann by 2026-12-05 keep for test", "outstanding c needs d owner @eve by 2026-12-05 drop for release", "claim for test", "force test because of x", "reopen test because of x", "reopen release because of x", "done tset", "done test by 2026-02-30",
);
const ACT: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("say" as const), who: PERSON, line: SAID, wait: WAIT }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("plan" as const), id: fc.constantFrom(...IDS), day: fc.integer({ min: 10, max: 28 }), field: fc.constantFrom("due" as const, "due" as const, "planned" as const), line: fc.constantFrom("none" as const, "without link" as const, "whole" as const), forced: fc.boolean(), wait: WAIT }) },
);

function said(line: string, who: string, now: number, comment: number): AdmittedCommand | null {
  const parsed = parseCommand(`/warden ${line}`);
  const standing = { login: who, role: "triage" as const, author: false, named: [] };
  return parsed.ok ? { command: parsed.command, comment, line: 0, at: now, number: 3, standing, pull: null, plans: [{ plan: "1/plan", holding: [], announced: [], branches: [], fallbacks: [{ milestone: "test", from: now, before: [], armed: true, unless: null, against: [] }] }] } : null;
}

function context(of: ReleasePlan): FoldContext {
  return { plan: of, planKey: "1/plan", reached: [], repository: "acme/app", home: "acme/app" };
}

function changed(of: ReleasePlan, { id, day, field, line }: Extract<Act, { kind: "plan" }>): ReleasePlan {
  const to = time(`2026-12-${day}T00:00Z`);
  const edit = (one: PlannedMilestone): PlannedMilestone => {
    if (one.id !== id) return one;
    if (field === "planned") return { ...one, planned: to };
    const moved = line === "none" ? [] : [{ to, on: null, because: "the meeting", see: line === "whole" ? "https://example.org/minutes" : null }];
    return { ...one, due: to, moved: [...one.moved, ...moved] };
  };
  return { ...of, milestones: of.milestones.map(edit) };
}

/** Who decides on a milestone after these commands, told without the fold: its manager, rita, and whoever one of them last named. */
function deciders(id: string, before: readonly AdmittedCommand[]): readonly string[] {
  let delegate: string | null = null;
  const managers = id === "test" ? ["ben", "rita"] : ["rita"];
  for (const { command, standing } of before) {
    if (command.verb !== "delegate" || command.phrases?.for !== id) continue;
    if ([...managers, delegate].includes(standing.login)) delegate = (command.argument ?? "").slice(1);
  }
  return [...managers, ...(delegate === null ? [] : [delegate])];
}

interface World {
  readonly plan: ReleasePlan;
  readonly baselines: Baselines;
  readonly commands: readonly AdmittedCommand[];
  readonly now: number;
}

/** One act further; a change that the plan's check stops gets in only by force. */
function after(world: World, act: Act): World {
  const now = world.now + act.wait * HOUR;
  if (act.kind === "say") {
    const command = said(act.line, act.who, now, world.commands.length + 1);
    return { ...world, now, commands: command === null ? world.commands : [...world.commands, command] };
  }
  const next = changed(world.plan, act);
  const faults = dateFaults({ plan: world.plan, baselines: world.baselines }, next);
  if (faults.length === 0) {
    for (const [index, one] of next.milestones.entries()) {
      const before = world.plan.milestones[index];
      if (before?.due?.at === one.due?.at) continue;
      expect(one.moved.slice(before?.moved.length)).toContainEqual(expect.objectContaining({ to: one.due, because: expect.stringMatching(/./) as unknown, see: expect.stringMatching(/^https:/) as unknown }));
    }
  } else if (!act.forced) return { ...world, now };
  return { ...world, now, plan: next, baselines: rememberBaselines(world.baselines, world.plan, next, now) };
}

function wordsIn({ plan: of, commands }: World): MilestoneWords {
  return foldCommands(commands, context(of)).milestones;
}

function actuals(world: World): ReadonlyMap<string, unknown> {
  const words = wordsIn(world);
  const dates = milestoneDates(world.plan, world.baselines, decideReached(world.plan, [], words.done), world.now, words);
  return new Map(dates.flatMap(({ milestone: { id }, actual }) => (actual?.extent === "done" ? [[id, actual]] : [])));
}

describe("for any sequence of commands, changes of the plan and moves of the clock", () => {
  test("baselines never change, and an actual date is set once, by who may, and goes only where who may takes it back and nothing rests on it", () => {
    fc.assert(fc.property(fc.array(ACT, { maxLength: 25 }), (acts) => {
      const first: World = { plan: FIRST, baselines: rememberBaselines({}, null, FIRST, BEGIN), commands: [], now: BEGIN };
      let world = first;
      let known: ReadonlyMap<string, unknown> = new Map();
      for (const act of acts) {
        world = after(world, act);
        for (const id of IDS) expect(world.baselines[id]).toEqual(first.baselines[id]);
        const now = actuals(world);
        for (const [id, actual] of known) {
          const mayGo = act.kind === "say" && act.line.startsWith(`reopen ${id} `) && deciders(id, world.commands).includes(act.who) && !(id === "test" && known.has("release"));
          if (!mayGo || now.has(id)) expect(now.get(id)).toEqual(actual);
        }
        known = now;
      }
      const { done } = wordsIn(world);
      expect(new Set(done.map((one) => one.milestone)).size).toBe(done.length);
      for (const word of done) expect(deciders(word.milestone, world.commands.filter((one) => one.at < word.at))).toContain(word.by);
    }), { numRuns: 300 });
  });

  test("what stands for machines in the issue with all dates is read back as it was", () => {
    fc.assert(fc.property(fc.array(fc.record({ line: SAID, who: PERSON }), { maxLength: 10 }), fc.string({ unit: "binary", maxLength: 80 }), (lines, evil) => {
      const texts = [...lines.map(({ line }) => line), `partial test because ${evil.replace(/\s+/g, " ")}x`];
      const commands = texts.map((line, index) => mirrorOf({
        repository: 1, number: 3, comment: index + 1, at: BEGIN + index, standing: { login: "ben", role: "triage", author: false, named: ["ben"] }, stranger: false, pull: null,
        plans: [{ plan: "1/plan", holding: [], announced: [], branches: ["main"], milestone: "test", reached: ["release"], fallbacks: [{ milestone: "test", from: BEGIN, before: ["release"], armed: false, unless: "criticism", against: [7] }] }], lines: [{ text: `/warden ${line}`, refusal: null }],
      }));
      const body = bodyOf([{ name: "ledger", content: renderLedgerSection({ starts: [], entries: [], left: 0, commands }, 60_000) }]);
      expect(readLedgerSection(`Above\n${body}\nBelow`.replaceAll("\n", "\r\n"))?.commands).toEqual(commands);
    }), { numRuns: 200 });
  });
});

describe("for any checklist and any ticks", () => {
  test.each(["版本发布前必须完成所有子系统测试并确认".repeat(25), "Проверить ".repeat(50), "[a](b)*_`".repeat(55), "x".repeat(500), "𝒳".repeat(250)])("a hundred items as long as a plan may write them fit into an issue, and each is read back", (task) => {
    const items = checklistItems(milestone("test", "2026-12-01T00:00Z", { checklist: Array.from({ length: 100 }, () => ({ task, owner: "a".repeat(39), before: null, due: null })) }), "acme/app");
    const ticked = decideBoxes(items, items.map(({ key }) => ({ key, ticked: true, by: "a".repeat(39), right: "yes", putBack: false })), [], () => null, false);
    const body = bodyOf([{ name: "checklist", content: checklistText({ boxes: ticked, home: "acme/app", zone: "UTC", title: "Test" }) }]);
    expect(body.length).toBeLessThan(50_000);
    expect(readBoxes(body)).toEqual(ticked.map(({ box }) => box));
  });

  const TASK = fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), fc.constantFrom("Repair #12", "<!-- item x - no -->", "- [x] nested", "a <!-- release-warden:end checklist -->", "same", "same", "版本发布前必须完成所有子系统测试并确认".repeat(5), "Проверить ".repeat(50), "[a](b)*_`".repeat(55)));
  const ITEMS = fc.array(fc.record({ task: TASK, owner: fc.option(PERSON) }), { maxLength: 8 });
  const EDITORS = fc.array(fc.record({ login: PERSON, may: fc.constantFrom(true, false, null) }), { maxLength: 2 });

  test("boxes are read back as they were written, once more changes nothing, and a box is put back at most once", () => {
    fc.assert(fc.property(ITEMS, fc.array(fc.nat(8), { maxLength: 6 }), EDITORS, fc.boolean(), fc.boolean(), (given, ticked, editors, closed, strict) => {
      const items = checklistItems(milestone("test", "2026-12-01T00:00Z", { checklist: given.map(({ task, owner }) => ({ task, owner, before: null, due: null })) }), "acme/app");
      const people: readonly Editor[] = editors.map(({ login, may }) => ({ login, may: () => may }));
      const decide = (body: string, by: readonly Editor[]) => decideBoxes(items, readBoxes(body) ?? [], by, () => closed, strict);
      const write = (boxes: ReturnType<typeof decide>): string => bodyOf([{ name: "checklist", content: checklistText({ boxes, home: "acme/app", zone: "UTC", title: "Test" }) }]);
      const putBack: string[] = [];
      let body = write(decide("", []));
      for (let round = 0; round < 3; round += 1) {
        const lines = body.split("\n");
        const places = lines.flatMap((line, index) => (line.startsWith("- [ ]") ? [index] : []));
        for (const one of ticked) {
          const place = places[one];
          if (place !== undefined) lines[place] = (lines[place] ?? "").replace("- [ ]", "- [x]");
        }
        const boxes = decide(lines.join("\n"), people);
        body = write(boxes);
        expect(readBoxes(body)).toEqual(items.length === 0 ? [] : boxes.map(({ box }) => box));
        expect(write(decide(body, []))).toBe(body);
        for (const { item, box } of boxes) if (item.disputed !== null && !box.ticked) putBack.push(item.key);
      }
      expect(new Set(putBack).size).toBe(putBack.length);
      if (!strict) expect(putBack).toEqual([]);
    }), { numRuns: 200 });
  });
});
