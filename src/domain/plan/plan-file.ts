/** Where a release plan may stand in its home repository. Paths are GitHub's: relative to the root, with slashes. */

export const PLAN_FILE = ".github/release-plan.yml";
export const PLAN_FOLDER = ".github/release-plans/";

/** templates that a repository brings; they never bind anybody */
export const TEMPLATE_FOLDER = ".github/release-warden/";

const IN_FOLDER = /^\.github\/release-plans\/[^/]+\.ya?ml$/;

/** `.github/release-plan.yml` (or `.yaml`), or a YAML file directly in `.github/release-plans/`. */
export function isPlanFile(path: string): boolean {
  return path === PLAN_FILE || path === ".github/release-plan.yaml" || IN_FOLDER.test(path);
}

export function isTemplateFile(path: string): boolean {
  return /^\.github\/release-warden\/[^/]+\.hbs$/.test(path);
}
