/** CSV as RFC 4180 has it, for spreadsheets that take what begins with certain signs for a formula; the values may be anybody's words. */
import { plainText } from "./escape.ts";

const LONGEST_FIELD = 500;

export function csvText(lines: readonly (readonly string[])[]): string {
  return lines.map((line) => `${line.map(csvField).join(",")}\r\n`).join("");
}

function csvField(value: string): string {
  const text = plainText(value, LONGEST_FIELD);
  const harmless = /^[=+\-@\t]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
