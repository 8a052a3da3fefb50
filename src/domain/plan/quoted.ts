/**
 * How a piece of someone's plan may be repeated in a sentence: short, on one line, without invisible characters, and never if it looks like a secret.
 * Escaping for Markdown, HTML or a terminal is the business of whoever prints the sentence.
 */

const LONGEST = 60;

/** Shapes of tokens and keys that are given out by well-known services, and credentials inside an address. */
const SECRET_SHAPES = [
  /(?:^|[^A-Za-z0-9])(?:gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|xapp-|sk-|rk_live_|sk_live_|npm_|pypi-|hf_|AKIA|ASIA|AIza)[A-Za-z0-9_-]{8,}/,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/,
  /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\./,
  /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,80}:[^\s/@]{1,80}@/i,
  /hooks\.slack\.com\/services\/\w/,
  /discord(?:app)?\.com\/api\/webhooks\/\d/,
] as const;

const SECRET_KEY = /(?:^|[_-])(?:token|secret|password|passwd|api_?key|private_?key|credential)s?$/i;

/** `text` itself looks like a credential. */
export function looksSecret(text: string): boolean {
  // Every shape shows within the first few hundred characters of a value that is one; a longer search would only cost time.
  const head = text.slice(0, 2_000);
  return SECRET_SHAPES.some((shape) => shape.test(head));
}

/** A key under which people keep credentials, such as `slack_token`. */
export function namesSecret(key: string): boolean {
  return key.length <= 80 && SECRET_KEY.test(key);
}

/** `text` in backticks, fit to stand in a message: bounded, on one line, secrets withheld. */
export function quoted(text: string): string {
  return `\`${plain(text)}\``;
}

/** The same without the backticks. */
export function plain(text: string): string {
  if (looksSecret(text)) return "(withheld: looks like a secret)";
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
   
  return shown.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "·").replaceAll("`", "'");
}
