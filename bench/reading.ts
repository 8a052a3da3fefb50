/**
 * How long text that people write can hold up the program that reads it: the worst of many texts made to be slow, each of as much as GitHub lets
 * into a body. And how fast the local GitHub lists pull requests, since the tests and the rehearsal rest on it.
 */
import { commandLines } from "../src/domain/command/command-lines.ts";
import { writtenAcceptance } from "../src/domain/policy/acceptance-links.ts";
import { closingReferences } from "../src/domain/policy/closing-reference.ts";
import { readTitle } from "../src/domain/policy/wording.ts";
import { createLocalGitHub } from "../src/sandbox/github/local-github.ts";
import { openPull, seedApp, seedInstallation, seedOrganization, seedRepository, seedToken, seedUser } from "../src/sandbox/github/seed.ts";
import type { Figure, Measure } from "./figure.ts";
import { atMost, median } from "./figure.ts";

const LENGTH = 64_000;
const ROUNDS = 3;
const PULLS = 10_000;
const LISTINGS = 9;

const PIECES = [
  "[", "[]", "[](", "![[", "[a](", "*_", "**", "~~", "`", "`a``", "`a``b```", "```\n", "|a", "|a|b|\n|-|-|\n", "#", "## ", "> ", ">\n", "- ", "- [ ] x\n", "1. a\n", "\n", "\\", "<", "<!--", "-->", "<a ", "&amp;",
  "  ", "\t", "a:", "a/", "a.", "a-", "A", "é", "\ud83d\ude80", "https://", "http://a.", "fix https://a/", "fix ", "fix ` ", "fixes ", "fixes\t\t\t", "fixes #1 ", "a/b#1", "tests/a_test.go::", "**Acceptance tests**\n",
  "/warden \n", "/warden waive because until privately on ", "(", "feat(", "fix(", "revert: ", "bump 1.",
];

const READERS: readonly { readonly name: string; readonly read: (text: string) => unknown }[] = [
  { name: "the wording of a title", read: readTitle },
  { name: "acceptance tests of an issue", read: (text) => writtenAcceptance(`## Acceptance tests\n${text}`, "Acceptance tests", { repository: "north/harbour", number: 1, web: "https://github.com", addresses: [], branches: ["main"] }) },
  { name: "issues that a body closes", read: (text) => closingReferences(text, "north/harbour") },
  { name: "commands in a comment", read: commandLines },
];

export const reading: Measure = {
  name: "reading",
  about: `the slowest of ${PIECES.length} hostile texts of ${LENGTH.toLocaleString("en")} characters, best of ${ROUNDS} each; a page of 100 among ${PULLS.toLocaleString("en")} pull requests of the local GitHub`,
  async run() {
    return [...READERS.map(slowest), await listing()];
  },
};

/** The best of a few rounds of each text, so that a pause of the machine is not taken for one of ours. */
function slowest({ name, read }: (typeof READERS)[number]): Figure {
  const texts = PIECES.map((piece) => ({ piece, ms: Math.min(...Array.from({ length: ROUNDS }, () => timed(() => read(piece.repeat(LENGTH / piece.length))))) }));
  const worst = texts.reduce((one, other) => (other.ms > one.ms ? other : one));
  return atMost(name, worst.ms, 200, "ms", `of ${JSON.stringify(worst.piece)}`);
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

async function listing(): Promise<Figure> {
  const github = createLocalGitHub({ rateLimits: "off" });
  const { world } = github;
  const [astrid, owner] = [seedUser(world, "astrid"), seedOrganization(world, "north", { admins: [seedUser(world, "olga")] })];
  const repository = seedRepository(world, { owner, name: "harbour" });
  const { app } = seedApp(world, { slug: "measured", owner, publicKey: "none", permissions: { pull_requests: "read" }, events: [] });
  const headers = { authorization: `Bearer ${seedToken(world, seedInstallation(world, app, owner))}` };
  for (let index = 0; index < PULLS; index += 1) openPull(world, repository, { by: astrid, title: `Part ${index}`, head: `part-${index}`, files: { [`part-${index % 50}.txt`]: `${index}\n` } });
  const spent: number[] = [];
  for (let page = 1; page <= LISTINGS; page += 1) {
    const began = performance.now();
    const answer = await github.fetch(`${world.apiUrl}/repos/north/harbour/pulls?per_page=100&sort=updated&page=${page * 10}`, { headers });
    const { length } = await answer.json() as readonly unknown[];
    spent.push(performance.now() - began);
    if (length !== 100) throw new Error(`A page held ${length} pull requests.`);
  }
  await github.close();
  return atMost("a page of 100 listed", Math.min(...spent), 20, "ms", `best of ${LISTINGS}, their median ${median(spent).toFixed(0)} ms`);
}
