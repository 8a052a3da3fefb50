/**
 * GitHub signs the raw body with HMAC SHA-256 and sends `X-Hub-Signature-256: sha256=<64 hex digits>`
 * (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries). Several secrets may be valid at once, so that one can be
 * exchanged without losing a delivery. Digests are compared in constant time.
 */
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

/** The claimed digest, or null when the header is missing or is no such signature. */
export function signatureOf(header: string | readonly string[] | undefined): Buffer | null {
  const digits = typeof header === "string" ? SIGNATURE.exec(header)?.[1] : undefined;
  return digits === undefined ? null : Buffer.from(digits, "hex");
}

export type VerifySignature = (body: Buffer, signature: Buffer) => boolean;

/** Throws without a secret: an empty one would let anybody in. */
export function signatureVerifier(secrets: readonly string[]): VerifySignature {
  if (secrets.length === 0 || secrets.includes("")) throw new Error("The webhook door needs at least one secret, and none may be empty.");
  const keys = secrets.map((secret) => createSecretKey(secret, "utf8"));
  return function verifySignature(body, signature) {
    return keys.some((key) => timingSafeEqual(createHmac("sha256", key).update(body).digest(), signature));
  };
}
