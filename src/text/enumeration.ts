/** Lists and numbers in running text: "#65, #72 and 3 more", "1 day", "2 days". */

/** "1 day", "2 days"; the plural is the singular with an s unless given. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${groupDigits(count)} ${count === 1 ? singular : plural}`;
}

/** "a", "a and b", "a, b and c". */
export function joined(items: readonly string[], last: "and" | "or" = "and"): string {
  if (items.length <= 1) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

/** The first `show` items and how many more there are. `total` may exceed the list when the list was already cut. */
export function firstFew(items: readonly string[], show: number, total: number = items.length): string {
  const shown = items.slice(0, show);
  const more = total - shown.length;
  if (more <= 0) return joined(shown);
  return shown.length === 0 ? String(more) : `${shown.join(", ")} and ${groupDigits(more)} more`;
}

/** "Only bugfixes": the first letter in upper case, where that is a letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
