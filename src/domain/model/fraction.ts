/**
 * Exact fractions, always in lowest terms with a positive denominator. Scores and weights are computed with them, so that a third stays a
 * third and no cell is right or wrong by a rounding of ours. Rounding happens once, when a number is shown.
 */

export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

/** Throws RangeError for a denominator of 0. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
  if (bottom === 0n) throw new RangeError("a fraction cannot have the denominator 0");
  const divisor = greatestDivisor(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom) * (bottom < 0n ? -1n : 1n);
  return { numerator: top / divisor, denominator: bottom / divisor };
}

/** "0.6", ".6", "60%", "3/4", "1" → exact; null = not a number that is written so, or too long to be meant. */
export function readFraction(text: string): Fraction | null {
  const parts = /^(-?)(\d{1,9})?(?:\.(\d{1,9}))?(?:\s?\/\s?(\d{1,9}))?\s?(%)?$/.exec(text.trim());
  if (parts === null) return null;
  const [, sign, whole, decimals = "", below, percent] = parts;
  if ((whole === undefined && decimals === "") || (below !== undefined && (decimals !== "" || percent !== undefined || Number(below) === 0))) return null;
  const top = BigInt(`${whole ?? ""}${decimals}`) * (sign === "-" ? -1n : 1n);
  const bottom = 10n ** BigInt(decimals.length) * BigInt(below ?? 1) * (percent === undefined ? 1n : 100n);
  return fraction(top, bottom);
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Throws RangeError when `b` is zero. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function sum(all: readonly Fraction[]): Fraction {
  return all.reduce(add, ZERO);
}

/** Negative, zero or positive, as for sorting. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function equal(a: Fraction, b: Fraction): boolean {
  return compare(a, b) === 0;
}

/** "2/3", "1" */
export function fractionText({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

/** "0.67": rounded half away from zero to so many digits, and only here. */
export function decimalText({ numerator, denominator }: Fraction, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (magnitude * scale * 2n + denominator) / (denominator * 2n);
  const text = String(rounded).padStart(digits + 1, "0");
  const sign = numerator < 0n && rounded > 0n ? "-" : "";
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Could a person have written this for it? Either way of rounding a half is taken as right. */
export function roundsTo(exact: Fraction, published: Fraction, digits: number): boolean {
  const apart = subtract(exact, published);
  const distance = apart.numerator < 0n ? { ...apart, numerator: -apart.numerator } : apart;
  return compare(distance, fraction(1n, 2n * 10n ** BigInt(digits))) <= 0;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger === 0n ? 1n : larger;
}
