/** Plans of 64 KiB made to be slow: each repeats one thing as often as it fits. */
const SIZE = 64 * 1024;

function fill(piece: (index: number) => string, before = "", after = ""): string {
  let text = before;
  for (let index = 0; ; index += 1) {
    const next = piece(index);
    if (text.length + next.length + after.length > SIZE) return text + after;
    text += next;
  }
}

const HEAD = 'release: { name: "2.4", timezone: Europe/Oslo }\n';
const ENDS = "milestones:\n  - { id: a, due: 2026-12-01 }\n  - { id: b, due: 2026-12-08 }\n";
const FREEZE = `${HEAD}${ENDS}freezes:\n  - from: a\n    until: b\n`;
const pad = (index: number): string => String(index).padStart(5, "0");

/** Text by name; all are ASCII or counted so that they stay under the size once encoded. */
export const HOSTILE: Readonly<Record<string, () => string>> = {
  "deep brackets": () => "[".repeat(SIZE),
  "nesting at the limit, again and again": () => fill((index) => `k${index}: ${"[".repeat(28)}${"]".repeat(28)}\n`),
  "many keys": () => fill((index) => `key-${index}: 1\n`),
  "many keys that are nearly right": () => fill((index) => `mileston${index}: 1\n`),
  "many keys in one section": () => fill((index) => `  tim${index}: 1\n`, "release:\n"),
  "one key again and again": () => fill(() => "a: 1\n"),
  "a flow map of many keys": () => fill((index) => `k${index}: 1, `, "release: { ", "}"),
  "a flow map of one key": () => fill(() => "a: 1, ", "release: { ", "}"),
  "lists of empty maps": () => fill(() => "  - {}\n", `${HEAD}milestones:\n`),
  "milestones, each wrong in five ways": () => fill((index) => `  - { id: "${index} ?", dew: 21.05.19, titel: 3, planned: soon, after: [x${index}] }\n`, `${HEAD}milestones:\n`),
  "milestones, all good": () => fill((index) => `  - { id: m${index}, due: 2026-12-01T10:00 }\n`, `${HEAD}milestones:\n`),
  "milestones that follow one another": () => fill((index) => `  - { id: m${index}, due: 1 day after m${index + 1} }\n`, `${HEAD}milestones:\n`),
  "milestones after all before them": () => fill((index) => `  - { id: m${index}, due: 2026-12-01, after: [${Array.from({ length: Math.min(index, 40) }, (_, one) => `m${index - one - 1}`).join(", ")}] }\n`, `${HEAD}milestones:\n`),
  "milestones of one id": () => fill(() => "  - { id: m, due: 2026-12-01 }\n", `${HEAD}milestones:\n`),
  "a ring of prerequisites": () => fill((index) => `  - { id: m${index}, after: [m${(index * 7 + 1) % 900}, m${(index * 13 + 5) % 900}] }\n`, `${HEAD}milestones:\n`),
  "local times on a clock change": () => fill((index) => `  - { id: m${index}, due: 2026-03-29T02:30 }\n`, `${HEAD}milestones:\n`),
  "unknown zones": () => fill((index) => `  - { id: m${index}, due: "2026-12-01T10:00 Europe/Osl${index}" }\n`, `${HEAD}milestones:\n`),
  "products": () => fill((index) => `  - { id: p${index}, repositories: [north/r${index}] }\n`, `${HEAD}${ENDS}products:\n`),
  "products that share a repository": () => fill((index) => `  - { id: p${index}, repositories: [north/r] }\n`, `${HEAD}${ENDS}products:\n`),
  "products of overlapping paths": () => fill((index) => `  - { id: p${index}, paths: ["src/**/a${index}/**"] }\n`, `${HEAD}${ENDS}products:\n`),
  "freezes that overlap": () => fill((index) => `  - { id: f${index}, from: a, until: b }\n`, `${HEAD}${ENDS}freezes:\n`),
  "freezes with unknown references": () => fill((index) => `  - { id: f${index}, from: aa${index}, until: bb${index} }\n`, `${HEAD}${ENDS}freezes:\n`),
  "exempt patterns": () => fill((index) => `"src/${pad(index)}/**/*.{ts,tsx}", `, `${FREEZE}    except: { paths: [`, "] }\n"),
  "patterns made to backtrack": () => fill((index) => `"**/a*${index}*b*c*/**/d*e*/**", `, `${FREEZE}    except: { paths: [`, "] }\n"),
  "one long pattern": () => fill(() => "*a", `${FREEZE}    except: { paths: ["`, '"] }\n'),
  "agreed pull requests": () => fill((index) => `"north/harbour#${index + 1}", `, `${FREEZE}    agreed: [{ because: x, by: rita, pulls: [`, "] }]\n"),
  "one long plain scalar": () => fill(() => "word ", "release: "),
  "one long quoted scalar": () => fill(() => "\\n", 'release: { name: "', '" }\n'),
  "one long folded scalar": () => fill(() => "  a line\n", "release: >\n"),
  "one long key": () => fill(() => "k", "", ": 1\n"),
  "long lines of problems": () => fill((index) => `${"x".repeat(200)}${index}: [\n`),
  "comments": () => fill(() => "# a remark\n"),
  "a comment after each value": () => fill((index) => `k${index}: 1 # a remark\n`),
  "comments in a flow list": () => fill(() => "1, # a\n ", "a: [\n ", "]\n"),
  "blank lines": () => "\n".repeat(SIZE),
  "carriage returns": () => fill(() => "a: 1\r\n"),
  "tabs": () => fill(() => "\ta: 1\n"),
  "quotes": () => '"'.repeat(SIZE),
  "colons": () => ": ".repeat(SIZE / 2),
  "question marks": () => "? ".repeat(SIZE / 2),
  "dashes": () => "- ".repeat(SIZE / 2),
  "stairs": () => fill((index) => `${" ".repeat(index % 30)}a:\n`),
  "anchors": () => fill((index) => `a${index}: &x${index} 1\n`),
  "aliases": () => fill(() => "- *x\n", "- &x 1\n"),
  "tags": () => fill(() => "- !!str a\n"),
  "documents": () => "---\n".repeat(SIZE / 4),
  "directives": () => "%A\n".repeat(SIZE / 3),
  "letters of two bytes": () => "ø".repeat(SIZE / 2),
  "signs of four bytes in keys": () => fill((index) => `k${index}: 1\n`).replaceAll("k", "𝕜").slice(0, SIZE / 3),
  "combining marks": () => `release: { name: "${"e\u0301".repeat(SIZE / 4)}" }\n`,
  "marks of direction": () => fill(() => "\u202ea: 1\n").slice(0, SIZE / 3),
  "numbers with many digits": () => fill(() => "9", "version: "),
  "a broken end after a good plan": () => fill((index) => `  - { id: m${index}, due: 2026-12-01 }\n`, `${HEAD}milestones:\n`, "x: [\n"),
};
