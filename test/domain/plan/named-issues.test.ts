/** Which issues and pull requests a plan names, and on which line. */
import { expect, test } from "@jest/globals";
import { deadLinks, namedIssues } from "../../../src/domain/plan/named-issues.ts";
import { fc } from "../../support/properties.ts";

const PLAN = `release:
  name: x
  timezone: UTC
  links: { decision: "https://github.com/acme/app/issues/1", tracking: "https://example.org/acme/app/issues/2" }
milestones:
  - id: spec
    due: 2026-12-01
    title: "#99 is a title"
    moved: [{ to: 2026-12-01, because: "#98", see: "https://github.com/acme/app/pull/3#issuecomment-7" }]
    parts:
      - { title: Draft, at: "#64" }
      - { title: Portal, at: acme/docs#7 }
windows: [{ id: ask, opens: 2026-12-01T12:00, closes: 2026-12-02T12:00, issue: "#5" }]
blockers: [{ id: cla, see: "https://github.com/acme/app/blob/main/issues/6.md" }]
`;
const read = (text: string) => namedIssues(new TextEncoder().encode(text), "plan.yml");

test("each with its place, and nothing that is only spoken of", () => {
  expect(read(PLAN).map(({ place: { line, path }, repository, number }) => `${line}: ${path} ${repository ?? ""}#${number}`)).toEqual([
    "4: release.links.decision acme/app#1", "9: milestones[0].moved[0].see acme/app#3", "11: milestones[0].parts[0].at #64", "12: milestones[0].parts[1].at acme/docs#7", "13: windows[0].issue #5",
  ]);
});

test("one that is missing is a warning with its line", () => {
  expect(deadLinks(read(PLAN).slice(2, 3), "acme/app", "plan.yml")).toMatchObject([{ severity: "warning", code: "dead-link", file: "plan.yml", line: 11, path: "milestones[0].parts[0].at", message: "There is no issue or pull request 64 in acme/app." }]);
});

test("a file that cannot be read names none, and no bytes make it throw", () => {
  expect(read("release: [")).toEqual([]);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => { namedIssues(bytes, "plan.yml"); }));
});
