/**
 * Reads from a JSON text the few members that are wanted and steps over the rest. A webhook's payload is 20 to 100 KB of which we need ten small
 * values; to make objects of all of it, and clear them away again, costs the door a seventh more processor time for each delivery.
 *
 * Promises: refuses what JSON.parse refuses, wanted or not, and what is nested deeper than 500. What it gives back equals JSON.parse's value
 * without the members that nobody wants: a wanted value is handed to JSON.parse itself, so escapes and numbers are read by nobody else.
 */
export interface Wanted {
  /** true = the whole value; else what is wanted of it, should it be an object */
  readonly [member: string]: true | Wanted;
}

/** Throws SyntaxError, which quotes nothing of the text. */
export type Sieve = (text: Uint8Array) => unknown;

interface WantedMember {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly inner: readonly WantedMember[] | null;
}

/** The text, and after it at least one 0: no JSON holds one, so every step below ends there and none need ask for the end. */
interface Text {
  readonly bytes: Buffer;
  /** the same memory, four bytes at a time */
  readonly words: Int32Array;
}

interface Taken {
  readonly value: unknown;
  /** the first byte after it */
  readonly end: number;
}

const DEEPEST = 500;
/** Longer texts than this are rare, and get memory of their own. */
const USUAL_LENGTH = 128 * 1024;
const [QUOTE, BACKSLASH, COMMA, COLON, PLUS, MINUS, DOT, ZERO, NINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x2b, 0x2d, 0x2e, 0x30, 0x39];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, SMALL_A, SMALL_E, SMALL_F, SMALL_U] = [0x5b, 0x5d, 0x7b, 0x7d, 0x61, 0x65, 0x66, 0x75];
const [TRUE, FALSE, NULL] = [Buffer.from("true"), Buffer.from("false"), Buffer.from("null")];
/** what may follow a backslash, but for `u` and its four digits */
const ESCAPABLE = new Set(Buffer.from("\"\\/bfnrt"));

export function createSieve(wanted: Wanted): Sieve {
  const members = compile(wanted);
  // Reading is synchronous, so one piece of memory serves all texts.
  const usual = emptyText(USUAL_LENGTH);
  return (given) => {
    const text = given.length < USUAL_LENGTH ? usual : emptyText(given.length);
    text.bytes.set(given);
    text.bytes[given.length] = 0;
    const { value, end } = take(text, afterSpace(text.bytes, 0), members, 0);
    const last = afterSpace(text.bytes, end);
    if (last !== given.length) throw unexpected(last);
    return value;
  };
}

function compile(wanted: Wanted): readonly WantedMember[] {
  return Object.entries(wanted).map(([name, inner]) => ({ name, bytes: Buffer.from(name), inner: inner === true ? null : compile(inner) }));
}

function emptyText(length: number): Text {
  const memory = new ArrayBuffer((length >> 2) * 4 + 4);
  return { bytes: Buffer.from(memory), words: new Int32Array(memory) };
}

function unexpected(at: number): SyntaxError {
  return new SyntaxError(`This is no JSON: byte ${at} cannot stand there.`);
}

/** The value that begins at `from`, without what is not wanted of it. */
function take(text: Text, from: number, members: readonly WantedMember[] | null, depth: number): Taken {
  if (members !== null && text.bytes[from] === OPEN_OBJECT) return takeObject(text, from, members, depth);
  const end = skipValue(text, from, depth);
  return { value: parsed(text, from, end), end };
}

function takeObject(text: Text, from: number, members: readonly WantedMember[], depth: number): Taken {
  const { bytes } = text;
  const value: Record<string, unknown> = {};
  let at = afterSpace(bytes, from + 1);
  if (bytes[at] === CLOSE_OBJECT) return { value, end: at + 1 };
  for (;;) {
    const end = skipString(text, at);
    const member = memberNamed(text, at, end, members);
    at = afterColon(bytes, end);
    if (member === null) at = skipValue(text, at, depth + 1);
    else {
      // the last of two members of one name counts, as in JSON.parse
      const taken = take(text, at, member.inner, depth + 1);
      value[member.name] = taken.value;
      at = taken.end;
    }
    at = afterSpace(bytes, at);
    if (bytes[at] === CLOSE_OBJECT) return { value, end: at + 1 };
    if (bytes[at] !== COMMA) throw unexpected(at);
    at = afterSpace(bytes, at + 1);
  }
}

/** The name stands between the quotes at `from` and before `to`. */
function memberNamed({ bytes }: Text, from: number, to: number, members: readonly WantedMember[]): WantedMember | null {
  for (const member of members) if (member.bytes.length === to - from - 2 && isAt(bytes, from + 1, member.bytes)) return member;
  for (let at = from + 1; at < to; at += 1) if (bytes[at] === BACKSLASH) return escapedMember(bytes, from, to, members);
  return null;
}

function escapedMember(bytes: Buffer, from: number, to: number, members: readonly WantedMember[]): WantedMember | null {
  const name = JSON.parse(bytes.toString("utf8", from, to)) as string;
  return members.find((member) => member.name === name) ?? null;
}

function parsed({ bytes }: Text, from: number, to: number): unknown {
  return JSON.parse(bytes.toString("utf8", from, to));
}

function afterSpace(bytes: Buffer, from: number): number {
  let at = from;
  let byte = bytes[at] as number;
  while (byte <= 0x20 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) byte = bytes[at += 1] as number;
  return at;
}

function afterColon(bytes: Buffer, from: number): number {
  const at = afterSpace(bytes, from);
  if (bytes[at] !== COLON) throw unexpected(at);
  return afterSpace(bytes, at + 1);
}

/** Where the value ends that begins at `at`. */
function skipValue(text: Text, at: number, depth: number): number {
  if (depth > DEEPEST) throw unexpected(at);
  const byte = text.bytes[at] as number;
  if (byte === QUOTE) return skipString(text, at);
  if (byte === OPEN_OBJECT) return skipMembers(text, at, depth);
  if (byte === OPEN_LIST) return skipList(text, at, depth);
  if (byte === MINUS || isDigit(byte)) return skipNumber(text.bytes, at);
  return skipLiteral(text.bytes, at);
}

function skipMembers(text: Text, from: number, depth: number): number {
  const { bytes } = text;
  let at = afterSpace(bytes, from + 1);
  if (bytes[at] === CLOSE_OBJECT) return at + 1;
  for (;;) {
    at = afterSpace(bytes, skipValue(text, afterColon(bytes, skipString(text, at)), depth + 1));
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    if (bytes[at] !== COMMA) throw unexpected(at);
    at = afterSpace(bytes, at + 1);
  }
}

function skipList(text: Text, from: number, depth: number): number {
  const { bytes } = text;
  let at = afterSpace(bytes, from + 1);
  if (bytes[at] === CLOSE_LIST) return at + 1;
  for (;;) {
    at = afterSpace(bytes, skipValue(text, at, depth + 1));
    if (bytes[at] === CLOSE_LIST) return at + 1;
    if (bytes[at] !== COMMA) throw unexpected(at);
    at = afterSpace(bytes, at + 1);
  }
}

function skipString({ bytes, words }: Text, from: number): number {
  if (bytes[from] !== QUOTE) throw unexpected(from);
  let at = from + 1;
  for (;;) {
    if ((at & 3) === 0) at = afterPlainWords(words, at >> 2) << 2;
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at = skipEscape(bytes, at + 1);
    else if (byte < 0x20) throw unexpected(at);
    else at += 1;
  }
}

/**
 * The first word that may hold a quote, a backslash or a control character. A byte of `x - 0x20… & ~x` has its highest bit set where that of `x` is
 * below 0x20 (or, by a borrow, right above such a one: the caller looks at each byte), and exclusive-or turns the byte looked for into 0.
 */
function afterPlainWords(words: Int32Array, from: number): number {
  let at = from;
  for (;;) {
    const word = words[at] as number;
    const quote = word ^ 0x22222222;
    const backslash = word ^ 0x5c5c5c5c;
    if ((((word - 0x20202020 & ~word) | (quote - 0x01010101 & ~quote) | (backslash - 0x01010101 & ~backslash)) & 0x80808080) !== 0) return at;
    at += 1;
  }
}

function skipEscape(bytes: Buffer, at: number): number {
  if (ESCAPABLE.has(bytes[at] as number)) return at + 1;
  if (bytes[at] !== SMALL_U) throw unexpected(at);
  for (let digit = at + 1; digit <= at + 4; digit += 1) if (!isHexadecimal(bytes[digit] as number)) throw unexpected(digit);
  return at + 5;
}

function isHexadecimal(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= SMALL_A && letter <= SMALL_F);
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function skipLiteral(bytes: Buffer, from: number): number {
  const byte = bytes[from];
  const literal = byte === NULL[0] ? NULL : byte === TRUE[0] ? TRUE : FALSE;
  if (!isAt(bytes, from, literal)) throw unexpected(from);
  return from + literal.length;
}

function skipNumber(bytes: Buffer, from: number): number {
  let at = bytes[from] === MINUS ? from + 1 : from;
  at = bytes[at] === ZERO ? at + 1 : skipDigits(bytes, at);
  if (bytes[at] === DOT) at = skipDigits(bytes, at + 1);
  if (((bytes[at] as number) | 0x20) !== SMALL_E) return at;
  const sign = bytes[at + 1];
  return skipDigits(bytes, sign === PLUS || sign === MINUS ? at + 2 : at + 1);
}

/** At least one. */
function skipDigits(bytes: Buffer, from: number): number {
  let at = from;
  while (isDigit(bytes[at] as number)) at += 1;
  if (at === from) throw unexpected(from);
  return at;
}

function isAt(bytes: Buffer, from: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index += 1) if (bytes[from + index] !== word[index]) return false;
  return true;
}
