/** Takes secrets out of text that is about to be logged or shown, and keeps it to one line of bounded length. */
const SECRETS = [
  /\bgh[a-z]_[A-Za-z0-9_]{10,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{10,}/g,
  /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]{1,40}-----[^-]*(?:-----END [A-Z ]{1,40}-----)?/g,
  /\b(?:bearer|token|basic)\s+[\w.~+/=-]{16,}/gi,
];
const LONGEST = 400;

export function redact(text: string): string {
  let safe = text.slice(0, 4_000);
  for (const secret of SECRETS) safe = safe.replace(secret, "[redacted]");
  safe = safe.replace(/\s+/g, " ").trim();
  return safe.length <= LONGEST ? safe : `${safe.slice(0, LONGEST - 1)}…`;
}
