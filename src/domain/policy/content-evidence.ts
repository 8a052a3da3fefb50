/**
 * Evidence from what the pull request touches. Files can prove that a change is nothing but documents, tests, or manifests and lock files; they
 * can never prove a fix. Nothing is said when the list is missing or was cut short: the file that tells may be the one that is not shown.
 */
import type { Evidence } from "../model/evidence.ts";
import type { FileFact, PullFacts } from "../model/pull.ts";
import { namesOf } from "./paths.ts";

export type ContentClass = "docs" | "test" | "lock" | "manifest" | "version" | "code";

const DOC_ENDINGS = [".md", ".mdx", ".rst", ".adoc", ".asciidoc"];
const DOC_FOLDERS = new Set(["docs", "doc", "documentation"]);
const DOC_NAMES = new Set(["changelog", "changes", "history", "news", "readme", "authors", "contributors", "license", "licence", "contributing"]);
/** Such files in a folder of documents are documents; a program there is a program. */
const DOC_ASSETS = [".txt", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".drawio", ".puml", ".ipynb"];
const TEST_FOLDERS = new Set(["test", "tests", "__tests__", "testdata", "__snapshots__", "__mocks__", "e2e"]);
const LOCK_FILES = new Set([
  "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "cargo.lock", "poetry.lock", "pipfile.lock",
  "uv.lock", "pdm.lock", "gemfile.lock", "composer.lock", "go.sum", "mix.lock", "flake.lock", "packages.lock.json", "podfile.lock", "pubspec.lock",
]);
const MANIFESTS = new Set([
  "package.json", "cargo.toml", "pyproject.toml", "pipfile", "gemfile", "composer.json", "go.mod", "mix.exs", "pom.xml", "build.gradle",
  "build.gradle.kts", "gradle.properties", "libs.versions.toml", "setup.cfg", "podfile", "pubspec.yaml", "directory.packages.props", "chart.yaml",
]);

/** At most one piece: what all files together prove. */
export function contentEvidence(pull: PullFacts): readonly Evidence[] {
  if (pull.files === null || !pull.filesComplete || pull.files.length === 0) return [];
  const classes = classesOf(pull.files);
  const says = provenKind(classes);
  if (says === null) return [];
  const first = pull.files[0]?.path ?? "";
  const detail = pull.files.length === 1 ? first : `${first} +${pull.files.length - 1}`;
  return [{ source: "content", says, detail, suppliedBy: null, byAuthor: null, counts: true, remark: null }];
}

/** What classes of files there are. Stops at the first code: whatever else there is, nothing is proven then. */
export function classesOf(files: readonly FileFact[]): ReadonlySet<ContentClass> {
  const classes = new Set<ContentClass>();
  for (const file of files) {
    for (const name of namesOf(file)) classes.add(classOf(name));
    if (classes.has("code")) break;
  }
  return classes;
}

/** Tests beside documents are tests; a lock file beside a test may change what ships, so those together prove nothing. */
function provenKind(classes: ReadonlySet<ContentClass>): "docs" | "test" | "dependency" | null {
  const only = (...allowed: readonly ContentClass[]): boolean => [...classes].every((one) => allowed.includes(one));
  if (only("docs")) return "docs";
  if (only("docs", "test")) return "test";
  // A manifest alone also holds scripts and settings: only together with its lock file, or the lock file alone, is it an update.
  if (classes.has("lock") && only("lock", "manifest")) return "dependency";
  return null;
}

export function classOf(path: string): ContentClass {
  const segments = path.toLowerCase().split("/");
  const name = segments.pop() ?? "";
  if (LOCK_FILES.has(name)) return "lock";
  if (MANIFESTS.has(name) || isRequirements(name)) return "manifest";
  if (segments.some((segment) => TEST_FOLDERS.has(segment)) || isTestName(name)) return "test";
  if (isDocument(name, segments)) return "docs";
  return isVersionFile(name) ? "version" : "code";
}

function isDocument(name: string, folders: readonly string[]): boolean {
  if (DOC_ENDINGS.some((ending) => name.endsWith(ending))) return true;
  if (DOC_NAMES.has(name.endsWith(".txt") ? name.slice(0, -4) : name)) return true;
  return folders.some((folder) => DOC_FOLDERS.has(folder)) && DOC_ASSETS.some((ending) => name.endsWith(ending));
}

/** `x.test.ts`, `x.spec.js`, `x_test.go`, `test_x.py`, `tests.rs`. */
function isTestName(name: string): boolean {
  const stem = name.slice(0, name.indexOf(".") < 0 ? name.length : name.indexOf("."));
  return name.includes(".test.") || name.includes(".spec.") || stem.endsWith("_test") || stem.endsWith("_spec") || stem.startsWith("test_") || stem === "tests" || stem === "conftest";
}

function isRequirements(name: string): boolean {
  return name.startsWith("requirements") && name.endsWith(".txt");
}

/** A file that exists to state the version: `VERSION`, `version.py`, `_version.ts`, `.bumpversion.cfg`. */
function isVersionFile(name: string): boolean {
  if (!name.includes("version") && !name.startsWith(".release")) return false;
  const bare = name.replaceAll("_", "").replaceAll("-", "");
  return bare === "version" || bare.startsWith("version.") || bare === ".bumpversion.cfg" || bare === ".release.please.manifest.json";
}
