/** The YAML library's findings in our own sentences: what stands there, and what to write instead. */
import { quoted } from "../quoted.ts";
import type { SyntaxError } from "./plan-tree.ts";

export interface Saying {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

const SAYINGS: Readonly<Record<string, readonly [code: string, message: string, hint: string | null]>> = {
  TAB_AS_INDENT: ["tab-indent", "This line is indented with a tab.", "indent with spaces"],
  MULTIPLE_DOCS: ["several-documents", "A second document starts here; a plan file holds one plan.", "put each plan into its own file under .github/release-plans/"],
  COMPLEX_KEY: ["complex-key", "A list or a section cannot be a key.", "write `name: value`"],
  BAD_DQ_ESCAPE: ["bad-escape", "This backslash sequence means nothing in double quotes.", "use single quotes, or write two backslashes"],
  BAD_SCALAR_START: ["bad-start", "A plain text cannot start with this character.", "put the text in quotes"],
  BLOCK_AS_IMPLICIT_KEY: ["bad-indent", "A section or a list starts in the middle of a line here.", "begin it on the next line, indented by two spaces, or put the value in quotes if it is a text with `: ` in it"],
  BLOCK_IN_FLOW: ["block-in-brackets", "Inside brackets there can be no indented lists or sections.", "write the items separated by commas"],
  BAD_INDENT: ["bad-indent", "The indentation does not fit the lines above.", "keys of one section and items of one list start in the same column"],
  KEY_OVER_1024_CHARS: ["long-key", "This key is longer than 1,024 characters.", "check for a quote or a colon that is missing"],
  MULTILINE_IMPLICIT_KEY: ["multiline-key", "A key goes over several lines here.", "check for a colon or a closing quote that is missing on the line above"],
  UNEXPECTED_TOKEN: ["unexpected", "This cannot stand here.", "check the quotes, brackets and commas on this line; a text with special characters belongs in quotes"],
  BAD_DIRECTIVE: ["directive", "A plan has no YAML directives.", "remove this line"],
  RESOURCE_EXHAUSTION: ["too-deep", "Lists and sections are nested too deep here.", "check for a bracket too many"],
};

/** `sign` is the character at which the library stopped. */
export function sayingOf(error: SyntaxError, sign: string): Saying {
  if (error.code === "UNEXPECTED_TOKEN" && sign === ",") return { code: "unexpected-comma", message: "A comma cannot stand here.", hint: "items that begin with `- ` have no commas between them" };
  if (error.code === "DUPLICATE_KEY") return { code: "duplicate-key", message: `The key ${quoted(error.detail)} stands twice in this section, so one of the two would be lost.`, hint: "join the two, or remove one" };
  if (error.code === "MISSING_CHAR") return missing(error.detail);
  const known = SAYINGS[error.code];
  if (known !== undefined) {
    const [code, message, hint] = known;
    return { code, message, hint };
  }
  return { code: "syntax", message: "This is not valid YAML.", hint: "check the indentation, quotes and brackets on this line and the one above" };
}

function missing(detail: string): Saying {
  if (detail.includes("quote")) return { code: "unclosed-quote", message: "A quote that was opened is not closed.", hint: "close it on the same line" };
  if (detail.includes("to end with")) return { code: "unclosed-bracket", message: "A bracket that was opened is not closed.", hint: "close it with `]` or `}`" };
  if (detail.includes(",")) return { code: "missing-comma", message: "A comma is missing between two items in brackets.", hint: "separate the items with commas" };
  if (detail.includes("implicit keys") || detail.includes("mapping values") || detail.includes(":")) return { code: "missing-colon", message: "A colon is missing after a key.", hint: "write `name: value`, with a space after the colon" };
  return { code: "missing-character", message: "Something is missing here.", hint: "check the quotes, brackets and commas on this line and the one above" };
}
