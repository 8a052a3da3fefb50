/** What the README shows of plans is a plan. */
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parsePlan } from "../../../src/domain/plan/parse.ts";

test("the section on tracking and boards, put into a plan, is right and says all fields of `tracking`", () => {
  const shown = /```yaml\n(tracking:[^]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
  const { plan, problems } = parsePlan(new TextEncoder().encode(`release: { name: "2.4", manager: rita, timezone: UTC }\nmilestones: [{ id: release, due: 2026-12-08 }]\n${shown}`), "plan.yml", null);
  expect(problems).toEqual([]);
  expect(plan?.tracking).toMatchObject({ labels: ["release"], subIssues: true, strict: true, reminders: { before: [2 * 86_400_000] } });
  expect(plan?.board).toEqual({ number: null });
});

test("what it shows of teams and of a procedure that is ratified is a plan", () => {
  const readme = readFileSync("README.md", "utf8");
  const [teams = "", procedure = ""] = [/```yaml\n(teams:[^]*?)```/, /```yaml\n(incidents:\n  procedure:[^]*?)```/].map((block) => block.exec(readme)?.[1]);
  const { plan, problems } = parsePlan(new TextEncoder().encode(`release: { name: "2.4", manager: rita, timezone: UTC }\n${teams}${procedure}`), "plan.yml", null);
  expect(problems).toEqual([]);
  expect(plan?.teams[0]?.away).toHaveLength(1);
  expect(plan?.incidents?.procedure).toEqual({ version: "2.1", file: "docs/incident-procedure.md", vote: { by: ["niels", "tor", "brian"], needs: "majority", within: 604_800_000 } });
});

test("what it shows of planned maintenance is a plan, and says all of its fields", () => {
  const shown = /```yaml\n(maintenance:[^]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
  const { plan, problems } = parsePlan(new TextEncoder().encode(`release: { name: "2.4", manager: rita, timezone: UTC }\nincidents: { components: [database, api], audiences: [{ id: operators, targets: [discord-ops] }] }\n${shown}`), "plan.yml", null);
  expect(problems).toEqual([]);
  expect(plan?.maintenance).toMatchObject([{ id: "db-move", title: "Database moves", components: ["database", "api"], owner: "ben", audiences: ["operators"], notice: [86_400_000], because: "new disks", from: { precision: "minute" }, to: { precision: "minute" } }]);
});
