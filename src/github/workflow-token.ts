/**
 * Tells who runs a workflow, by the token that GitHub Actions gives to a job for a third party: signed by GitHub, for one audience, good for minutes,
 * and of no use at GitHub itself. Nothing secret is kept for it, here or in the repository.
 * Source: https://docs.github.com/actions/reference/security/oidc (issuers, claims; RS256)
 */
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { WorkflowCaller } from "../domain/model/posted-report.ts";
import { parseWire } from "./wire/parse-wire.ts";

export type TokenReading =
  | { readonly caller: WorkflowCaller }
  /** `unavailable`: GitHub's keys could not be fetched, so nothing is known of the token */
  | { readonly refused: "expired" | "audience" | "invalid" | "unavailable" };

export interface WorkflowTokens {
  readonly audience: string;
  readonly read: (token: string) => Promise<TokenReading>;
}

export interface WorkflowTokenOptions {
  /** REST base of GitHub, as everywhere */
  readonly apiUrl: string;
  readonly audience: string;
  readonly now: () => Instant;
  readonly fetch?: (url: string, init?: RequestInit) => Promise<Response>;
}

const Claims = z.object({
  repository: z.string().regex(/^[^/\s]{1,100}\/[^/\s]{1,100}$/),
  repository_id: z.string().regex(/^\d{1,15}$/),
  actor: z.string().min(1).max(100),
  event_name: z.string().min(1).max(100),
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
});

/** Seconds by which the clock of this machine and GitHub's may differ. */
const TOLERANCE = 60;
const LONGEST_TOKEN = 16 * 1024;

export function createWorkflowTokens({ apiUrl, audience, now, fetch: send }: WorkflowTokenOptions): WorkflowTokens {
  const issuer = workflowIssuer(apiUrl);
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks`), send === undefined ? {} : { [customFetch]: (url, init) => send(url, init) });
  return {
    audience,
    async read(token) {
      if (token.length > LONGEST_TOKEN) return { refused: "invalid" };
      try {
        const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ["RS256"], currentDate: new Date(now()), clockTolerance: TOLERANCE, requiredClaims: ["exp"] });
        const claims = parseWire(Claims, payload, "the token of a workflow");
        return { caller: { repository: claims.repository, repositoryId: Number(claims.repository_id), actor: claims.actor, event: claims.event_name, sha: claims.sha } };
      } catch (error) {
        return { refused: refusalOf(error) };
      }
    },
  };
}

/** GitHub.com, an enterprise with data residency (`api.` before its host), an Enterprise Server. */
export function workflowIssuer(apiUrl: string): string {
  const { protocol, host } = new URL(apiUrl);
  if (host === "api.github.com") return "https://token.actions.githubusercontent.com";
  return host.startsWith("api.") ? `${protocol}//token.actions.${host.slice("api.".length)}` : `${protocol}//${host}/_services/token`;
}

function refusalOf(error: unknown): Extract<TokenReading, { readonly refused: unknown }>["refused"] {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === "aud" ? "audience" : "invalid";
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid || error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return "invalid";
  // Whatever else it is (no answer, an answer that is no set of keys), the token was not looked at.
  return error instanceof errors.JOSEError || error instanceof TypeError ? "unavailable" : "invalid";
}
