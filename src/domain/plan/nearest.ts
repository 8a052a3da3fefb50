/** The known name that a person most likely meant. */
import { distance } from "fastest-levenshtein";

/** null where none is near enough to be worth saying. Long names are not compared: nobody mistypes forty characters, and comparing costs their product. */
export function nearestName(wanted: string, known: Iterable<string>): string | null {
  if (wanted.length > 64) return null;
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of known) {
    const far = mistakes(wanted.toLowerCase(), name.toLowerCase());
    if (far < least) [nearest, least] = [name, far];
  }
  return nearest;
}

/** Letters in the wrong order are one slip of the fingers, not two. */
function mistakes(a: string, b: string): number {
  const sameLetters = a !== b && a.length === b.length && [...a].sort().join("") === [...b].sort().join("");
  return sameLetters ? 1 : distance(a, b);
}
