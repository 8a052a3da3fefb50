import { describe, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { markdownBlock, markdownCode, markdownCodeCell, markdownLink, markdownProse, markdownText, plainText, terminalText } from "../../src/text/escape.ts";

interface Node { readonly type: string; readonly value?: string; readonly children?: readonly Node[] }

function parse(markdown: string): Node {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function typesIn(node: Node): readonly string[] {
  return [node.type, ...(node.children ?? []).flatMap(typesIn)];
}

function textIn(node: Node): string {
  return node.value ?? (node.children ?? []).map(textIn).join("");
}

describe("text of strangers in Markdown", () => {
  const attacks: readonly (readonly [string, string])[] = [
    ["a link", "[click](https://evil.example)"],
    ["an image", "![x](https://evil.example/x.png)"],
    ["a bare address", "see https://evil.example/path and www.evil.example"],
    ["a mail address", "write to someone@evil.example"],
    ["HTML", "<img src=x onerror=alert(1)><!-- hidden -->"],
    ["entities that become HTML", "&lt;b&gt; &#64;org"],
    ["emphasis and code", "**bold** _it_ `code` ~~gone~~"],
    ["a table cell's end", "a | b | c"],
    ["new lines with a heading", "title\n# heading\n\n- list"],
    ["a code fence", "```\nrm -rf\n```"],
    ["backslashes before marks", "\\[a\\](b) \\\\*c*"],
  ];

  test.each(attacks)("%s stays plain words", (_name, title) => {
    const tree = parse(`Title: ${markdownText(title)}.`);
    expect(typesIn(tree).filter((type) => !["root", "paragraph", "text"].includes(type))).toEqual([]);
  });

  test.each(["@org/team", "@bwhm", "owner/repo#12", "#12", "GH-12"])("%s mentions nobody and links nothing", (mention) => {
    const shown = textIn(parse(`x ${markdownText(mention)}`)).trim();
    expect(shown).toContain("\u200b");
    expect(shown).not.toMatch(/@\w|#\d|gh-\d/i);
    expect(shown.replaceAll("\u200b", "")).toBe(`x ${mention}`);
  });

  test("any text stays plain words on one line, in running text and in a table cell", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
      const escaped = markdownText(text);
      const inline = parse(`x ${escaped} y`);
      const table = parse(`| a | b |\n|---|---|\n| ${escaped} | end |`);
      const cells = typesIn(table).filter((type) => type === "tableCell").length;
      return typesIn(inline).every((type) => ["root", "paragraph", "text"].includes(type)) && cells === 4 && !escaped.includes("\n");
    }), { numRuns: 200 });
  });

  test("any text in a code span stays one code span, in a paragraph and in a table cell", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("`", "|", "\\", " ", "a", "\n"), maxLength: 12 }), (text) => {
      const span = parse(`x ${markdownCode(text)} y`);
      const cell = parse(`| a | b |\n|---|---|\n| ${markdownCodeCell(text)} | end |`);
      return typesIn(span).filter((type) => type === "inlineCode").length === 1 && typesIn(cell).filter((type) => type === "tableCell").length === 4;
    }), { numRuns: 200 });
  });

  test("names between backticks in our own sentences become code, and nothing else in them does anything", () => {
    expect(markdownProse("There is no `timezon` here; write `timezone`, *now*.")).toBe("There is no `timezon` here; write `timezone`, \\*now\\*.");
    expect(markdownProse("an odd ` mark and @org")).toBe("an odd \\` mark and @\u200borg");
    expect(markdownProse("`a` `b`")).toBe("`a` `b`");
  });

  test("no content closes a code block", () => {
    const tree = parse(`${markdownBlock(["echo 1", "```", "````", "# after"], "sh")}\n\nafter`);
    expect(typesIn(tree)).toEqual(["root", "code", "paragraph", "text"]);
  });

  test("a link of ours leads only to http and https, and its address cannot end the link", () => {
    expect(markdownLink("see", "javascript:alert(1)")).toBe("see");
    expect(markdownLink("see", "not an address")).toBe("see");
    expect(markdownLink("see", "https://x.example/a)b|c d")).toBe("[see](https://x.example/a%29b%7Cc%20d)");
  });
});

describe("text of strangers on a terminal", () => {
  test.each([
    ["colour", "\u001b[31mred\u001b[0m", "red"],
    ["a title of the window", "\u001b]0;owned\u0007name", "name"],
    ["moving the cursor", "a\u001b[2Jb\u001b[1;1Hc", "abc"],
    ["carriage return over the line", "good\rbad", "good bad"],
    ["eight-bit control", "a\u009b31mb", "a31mb"],
    ["reading direction", "abc\u202etxt.exe", "abctxt.exe"],
    ["bells and nulls", "a\u0007b\u0000c", "abc"],
    ["invisible tag characters", "a\u{e0041}b", "ab"],
    ["half a surrogate pair", "a\ud800b", "a\ufffdb"],
  ])("%s is dropped", (_name, text, shown) => {
    expect(terminalText(text)).toBe(shown);
  });

  test("joined emoji and accents stay", () => {
    expect(terminalText("👩‍💻 café नमस्ते")).toBe("👩‍💻 café नमस्ते");
  });
});

test("text is cut with an ellipsis and never within a character", () => {
  expect(plainText("abcdef", 6)).toBe("abcdef");
  expect(plainText("abcdefg", 6)).toBe("abcde…");
  expect(plainText("💥💥💥💥", 3)).toBe("💥💥…");
  expect(plainText("x".repeat(10_000_000), 10)).toBe("xxxxxxxxx…");
});
