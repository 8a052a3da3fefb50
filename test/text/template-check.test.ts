/** Templates that a pull request brings, before anything is made from them. */
import { expect, test } from "@jest/globals";
import { OWN_TEMPLATES, TEMPLATE_FILES } from "../../src/text/milestone-templates.ts";
import { templateProblems } from "../../src/text/template-check.ts";

const FOLDER = ".github/release-warden/";

function problems(file: string, text: string): readonly string[] {
  return templateProblems(`${FOLDER}${file}`, text).map(({ severity, line, message }) => `${severity} ${line ?? "-"}: ${message}`);
}

test("our own templates have no problem, and neither has an empty one", () => {
  for (const name of ["milestone", "live"] as const) expect([name, problems(TEMPLATE_FILES[name], OWN_TEMPLATES[name]), problems(TEMPLATE_FILES[name], "")]).toEqual([name, [], []]);
});

test("a field that is not there is found wherever our own templates name one, whatever stands around it", () => {
  for (const name of ["milestone", "live"] as const) {
    const places = [...OWN_TEMPLATES[name].matchAll(/\{\{(?![#/]|else)[@./a-z_]*/g)];
    expect(places.length).toBeGreaterThan(10);
    for (const { index, 0: field } of places) {
      const text = `${OWN_TEMPLATES[name].slice(0, index)}{{tile${OWN_TEMPLATES[name].slice(index + field.length)}`;
      expect([name, field, problems(TEMPLATE_FILES[name], text)]).toEqual([name, field, [expect.stringMatching(/^error \d+: This template cannot be used: there is no field `tile` here\.$/)]]);
    }
  }
});

test("one that is too long says so, and names no line", () => {
  expect(problems("milestone.md.hbs", "x".repeat(16_385))).toEqual(["error -: This template cannot be used: it is longer than 16384 characters."]);
});

test.each([
  ["milestone.md.hbs", "{{title", "error 1: This template cannot be used: something is not closed, or is written otherwise than Handlebars has it."],
  ["incident.md.hbs", "{{#if a}}", "error 1: This template cannot be used: something is not closed, or is written otherwise than Handlebars has it."],
  ["milestones.md.hbs", "{{title}}", "warning -: Nothing is made from a template of this name."],
])("%s that reads %j: %s", (file, text, problem) => expect(problems(file, text)).toEqual([problem]));
