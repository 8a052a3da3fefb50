/**
 * The words by which a title or branch tells the kind of change, as data. Weights are small round numbers set from what the words mean in any
 * project, not fitted to one: `3` says it outright, `2` says it mostly, `1` and `0.5` lean that way. See `wording.ts` for how they add up.
 */
import type { ChangeKind } from "../model/change-kind.ts";

export interface WordSign {
  /** lower-case forms, separated by spaces; `_` stands between words that must follow each other */
  readonly forms: string;
  readonly says: Exclude<ChangeKind, "unknown">;
  readonly weight: number;
  /** head: only where a clause begins, "Add …", "ui: add …"; closing: only before an issue number */
  readonly where: "head" | "anywhere";
  readonly why: string;
}

type Row = readonly [says: WordSign["says"], weight: number, where: WordSign["where"], forms: string, why: string];

const ROWS: readonly Row[] = [
  ["bugfix", 3, "anywhere", "fix fixes fixed fixing fixup bugfix bugfixes hotfix hotfixes repair repairs repaired bug bugs", "says that it repairs"],
  ["bugfix", 2, "head", "correct corrects corrected correctly rectify resolve resolves resolved solve solves patch unbreak", "an order to repair"],
  ["bugfix", 2, "head", "prevent prevents avoid avoids ensure ensures guard protect handle handles handling restore restores respect preserve preserves recover tolerate workaround", "puts behaviour right without calling it a fix"],
  ["bugfix", 2, "head", "don't do_not does_not doesn't never stop stops cannot can't only always hide properly", "states what must not, or must always, happen"],
  ["bugfix", 3.5, "head", "add_missing adds_missing added_missing", "completes what was left out, and so outweighs `add`"],
  ["bugfix", 2.5, "anywhere", "doesn't_work does_not_work not_working don't_work isn't_working stopped_working no_longer_works", "says that it does not work"],
  ["bugfix", 1, "head", "check abort keep disable adjust set reset revert reverts clear normalize sanitize escape wait limit return show skip", "a small correction more often than a new ability"],
  ["bugfix", 2, "anywhere", "crash crashes crashing regression regressions deadlock deadlocks race_condition segfault panic panics leak leaks leaking memory_leak infinite_loop vulnerability cve xss corrupt corruption corrupted hang hangs freezes stuck overflow underflow off_by_one nullpointerexception npe traceback", "names a defect"],
  ["bugfix", 1.5, "anywhere", "broken wrong wrongly incorrect incorrectly mistake mistakenly faulty unexpected unexpectedly fails failing fail failure failures doesn't isn't may_not does_not is_not unable", "says what went wrong"],
  ["bugfix", 1, "anywhere", "correct correctly error errors exception exceptions missing invalid undefined null nan empty stale duplicate duplicated duplicates redundant unnecessary flicker flickering glitch issue problem problems lost properly prevent prevents avoid ensure preserve restore handle fallback guard should regress timeout unhandled uncaught inconsistent mismatch leftover overlap overlapping misaligned truncated unresponsive twice erratic security", "circumstance of a defect"],
  ["bugfix", 1, "anywhere", "when if not don't no_longer only instead_of unless even_if", "tells in which case something else must happen"],
  ["bugfix", 0.5, "anywhere", "after before during while without instead on_windows on_macos on_linux in_firefox in_safari in_chrome", "tells when it went wrong"],

  ["feature", 2.5, "head", "add adds added adding introduce introduces introduced implement implements implemented support supports create creates new allow allows enable enables provide provides expose exposes feature feat enhancement", "gives something that was not there"],
  ["feature", 1.5, "head", "improve improves improved make makes extend enhance enhances include includes export optionally require default convert customize", "changes how it is, rather than repairs it"],
  ["feature", 1, "anywhere", "option support ability configurable customizable feature features experimental initial proposal api command performance faster improvements enhancements accessibility", "speaks of an ability"],

  ["chore", 2.5, "head", "refactor refactors refactored refactoring rename renames clean cleanup cleans reorganize reorganise restructure deprecate drop drops modernize migrate extract rewrite simplify simplifies", "rearranges code"],
  ["chore", 1.5, "head", "remove removes removed delete move moves moved update updates updated replace replaces switch split separate merge sync reuse adopt convert pin unpin ignore", "keeps house"],
  ["chore", 3, "anywhere", "ci lint linter linting eslint prettier ruff stylelint pylint flake8 rubocop clippy type_errors compiler_warnings", "is about the workshop, not the product"],
  ["chore", 2.5, "anywhere", "workflow workflows github_action github_actions actions mypy pre_commit precommit codeowners dependabot renovate travis circleci appveyor azure_pipelines jenkins codecov codeql editorconfig gitignore typecheck labeler license licence copyright release_process release_script", "is about the workshop, not the product"],
  ["chore", 1.5, "anywhere", "refactor refactoring cleanup unused build builds packaging devcontainer dockerfile makefile release releases releaser typings typing annotations boilerplate binder nightly deprecation deprecations deprecated warnings internal monorepo job", "is mostly about the workshop"],

  ["dependency", 3, "head", "bump bumps bumped upgrade upgrades upgraded", "takes in another version"],
  ["dependency", 2, "anywhere", "dependency dependencies deps lockfile yarn_lock package_lock bump requirement requirements", "is about what it builds on"],

  ["docs", 3, "anywhere", "docs doc documentation docstring docstrings readme changelog typo typos spelling grammar misspelling misspellings release_notes tutorial tutorials faq contributing javadoc jsdoc rustdoc godoc doctest howto", "is about documents"],
  ["docs", 2.5, "head", "document documents documented documenting clarify mention explain describe", "writes something down"],
  ["docs", 1.5, "anywhere", "link links url urls example examples guide wording sentence broken_link broken_links dead_link dead_links", "is often about documents"],

  ["test", 3, "anywhere", "test tests testing flaky unittest unittests e2e snapshot snapshots test_suite fixture fixtures coverage benchmark benchmarks cypress pytest mocks flake flakiness", "is about tests"],
  ["test", 1.5, "anywhere", "mock stabilize screenshot screenshots playwright jest", "is often about tests"],
];

export const WORD_SIGNS: readonly WordSign[] = ROWS.map(([says, weight, where, forms, why]) => ({ says, weight, where, forms, why }));
