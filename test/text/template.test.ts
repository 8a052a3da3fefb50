/** Templates that people bring: what they can say, and that they can do nothing else. */
import { describe, expect, test } from "@jest/globals";
import { renderTemplate } from "../../src/text/template.ts";
import { TEMPLATE_CAP } from "../../src/text/template.ts";

const VALUE = { title: "Final *Test*", none: "", manager: { name: "bwhm" }, items: [{ task: "a", done: true }, { task: "b", done: false }], empty: [], count: 0 };

function said(source: string): string {
  const rendered = renderTemplate(source, VALUE);
  return rendered.ok ? rendered.text : `${rendered.problem.line ?? "-"}: ${rendered.problem.message}`;
}

describe("a template", () => {
  test.each([
    ["{{title}}", "Final *Test*"],
    ["{{{title}}} & {{manager.name}}", "Final *Test* & bwhm"],
    ["{{#if none}}a{{else}}b{{/if}}{{#unless none}}c{{/unless}}", "bc"],
    ["{{#if none}}a{{else if title}}b{{/if}}", "b"],
    ["{{#each items}}{{#unless @first}}, {{/unless}}{{@index}} {{task}}{{#if done}} ✓{{/if}} of {{../title}}{{/each}}", "0 a ✓ of Final *Test*, 1 b of Final *Test*"],
    ["{{#each empty}}x{{else}}nothing{{/each}}", "nothing"],
    ["{{#with manager}}{{name}}{{/with}}", "bwhm"],
    ["{{! a note }}{{count}}", "0"],
    ["a\n{{#if title}}\nb\n{{/if}}\nc", "a\nb\nc"],
  ])("%j says %j", (source, text) => expect(said(source)).toBe(text));

  test.each([
    ["{{title", "1: something is not closed, or is written otherwise than Handlebars has it"],
    ["\n\n{{#if title}}x{{/each}}", "3: if doesn't match each"],
    ["{{tile}}", "1: there is no field `tile` here"],
    ["{{#each title}}x{{/each}}", "1: `each` goes through a list, and this is none"],
    ["{{items}}", "1: `items` is a list: go through it with `each`"],
    ["{{manager}}", "1: `manager` is a group of fields: name one of them"],
    ["{{constructor}}", "1: there is no field `constructor` here"],
    ["{{manager.__proto__}}", "1: there is no field `manager.__proto__` here"],
    ["{{title.length}}", "1: there is no field `title.length` here"],
    ["{{../title}}", "1: `../title` leads out of what there is"],
    ["{{lookup manager \"name\"}}", "1: there is no helper `lookup`"],
    ["{{log title}}", "1: there is no helper `log`"],
    ["{{#helperMissing title}}x{{/helperMissing}}", "1: there is no block `helperMissing`: there are if, unless, each and with"],
    ["{{#if (lookup this \"constructor\")}}x{{/if}}", "1: only a field may stand here"],
    ["{{> page}}", "1: partials and decorators are not allowed here"],
    ["{{* decorate}}", "1: partials and decorators are not allowed here"],
    ["{{#each items as |item|}}x{{/each}}", "1: `each` takes one field and nothing else"],
  ])("%j is refused: %s", (source, words) => expect(said(source)).toBe(words));

  test("is bounded in length, in depth, in steps and in what it makes", () => {
    expect(said(" ".repeat(TEMPLATE_CAP + 1))).toBe("-: it is longer than 16384 characters");
    expect(said(`${"{{#if title}}".repeat(21)}${"{{/if}}".repeat(21)}`)).toContain("more than 20 deep");
    const many = { list: Array.from({ length: 100 }, () => ({ x: "y" })) };
    const loops = (deep: number): string => `${"{{#each list}}{{#with ../this}}".repeat(deep)}{{#each list}}a{{/each}}${"{{/with}}{{/each}}".repeat(deep)}`;
    expect(renderTemplate(loops(4), many)).toMatchObject({ ok: false, problem: { message: "it takes more than 20000 steps" } });
    expect(renderTemplate(`{{#each list}}${"x".repeat(1_000)}{{/each}}`, many)).toMatchObject({ ok: false, problem: { message: "what it makes is longer than 40000 characters" } });
    for (const hostile of ["{{", "{{#if a}}", "{{a.", "\\", "{{!--", "{{{{raw}}}}"]) expect(renderTemplate(hostile.repeat(2_000), VALUE).ok).toBe(hostile === "\\");
  });
});
