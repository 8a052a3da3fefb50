/**
 * The name of a closed gate, which GitHub shows on every pull request that waits for it: what is frozen, until when, where to look. At its end
 * stand random characters, so that no check of an earlier freeze ever counts again.
 */
import type { Instant } from "../domain/model/instant.ts";
import { plainText } from "./escape.ts";
import { dayText } from "./instant.ts";

export const EPOCH_NAME_CAP = 100;

/** Without i, l, o and u: nobody misreads them and they spell nothing. 32 characters, five bits each. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TOKEN_LENGTH = 10;

export interface EpochNameInput {
  readonly branch: string;
  /** title of the milestone that ends it; null = it ends by the clock or by hand */
  readonly milestone: string | null;
  /** when it is due to end; null = not dated */
  readonly until: Instant | null;
  readonly zone: string;
  /** where the reason stands: the name of the check, or a tracking issue such as "acme/app#12" */
  readonly look: string;
  /** at least ten random bytes */
  readonly random: Uint8Array;
}

export function epochName(input: EpochNameInput): string {
  const token = epochToken(input.random);
  const room = EPOCH_NAME_CAP - token.length - 3;
  const wording = wordings(input).find((one) => Array.from(one).length <= room) ?? plainText(wordings(input).at(-1) ?? "", room);
  return `${wording} [${token}]`;
}

/** 50 bits, of which each byte gives five. */
function epochToken(random: Uint8Array): string {
  if (random.length < TOKEN_LENGTH) throw new Error(`an epoch needs ${TOKEN_LENGTH} random bytes`);
  return [...random.slice(0, TOKEN_LENGTH)].map((byte) => ALPHABET[byte & 31]).join("");
}

/** From the fullest to the shortest. */
function wordings({ branch, milestone, until, zone, look }: EpochNameInput): readonly string[] {
  const frozen = `${plainText(branch, 30)} is frozen`;
  const day = until === null ? null : dayText(until, zone, until);
  const title = milestone === null ? null : plainText(milestone, 30);
  const end = title === null ? (day === null ? "until it is ended by hand" : `until ${day}`) : `until ${title}`;
  const see = `see ${plainText(look, 40)}`;
  return [
    ...(title !== null && day !== null ? [`${frozen} ${end} (due ${day}): ${see}`] : []),
    `${frozen} ${end}: ${see}`,
    `${frozen}: ${see}`,
    `Frozen ${end}: ${see}`,
    `Frozen: ${see}`,
  ];
}
