/** A command as it may be repeated in an answer: everything but a private reason, as code. */
import { markdownCode } from "./escape.ts";

export function shownCommand(line: string, cap = 400): string {
  return markdownCode(line.replace(/\bprivately\b.*$/is, "privately …"), cap);
}
