/** People in answers to commands. Whoever is asked to do something is mentioned, and only names that the plan itself gives are ever mentioned. */
import { joined } from "./enumeration.ts";
import { markdownText } from "./escape.ts";

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\/[A-Za-z0-9][\w.-]{0,99})?$/;
const SHOWN = 5;

/** "@rita or @org/release-managers", as a call to them. */
export function called(names: readonly string[], otherwise: string): string {
  return listed(names.map((name) => (NAME.test(name) ? `@${name}` : markdownText(name, 60))), otherwise);
}

/** The same names, calling nobody. */
export function namedOnly(names: readonly string[], otherwise: string): string {
  return listed(names.map((name) => markdownText(name, 60)), otherwise);
}

function listed(names: readonly string[], otherwise: string): string {
  return names.length === 0 ? otherwise : joined(names.slice(0, SHOWN), "or");
}
