/** What comes of reading a piece of text: a value, or why not and what to write instead. */
export type Reading<T> = { readonly ok: true; readonly value: T } | Misreading;

export interface Misreading {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export function read<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function misread(code: string, message: string, hint: string | null = null): Misreading {
  return { ok: false, code, message, hint };
}
