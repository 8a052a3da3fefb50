/** The templates that commands fill in, as text. */
import { readFileSync } from "node:fs";

export function readTemplate(name: "first-plan.yml.hbs" | "onboarding.html.hbs" | "matrix.html.hbs" | "incident-form.yml"): string {
  return readFileSync(new URL(`../../templates/${name}`, import.meta.url), "utf8");
}
