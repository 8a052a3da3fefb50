/** Where a GitHub listens. REST's base address is given; GraphQL's follows from it, differently for each kind of host. */

/**
 * @param apiUrl REST base: `https://api.github.com`, `https://HOST/api/v3` (Enterprise Server), `https://api.SUBDOMAIN.ghe.com` (data residency)
 * Sources: https://docs.github.com/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint,
 * https://docs.github.com/enterprise-server/graphql/guides/forming-calls-with-graphql, https://docs.github.com/enterprise-cloud@latest/admin/data-residency
 */
export function graphqlUrl(apiUrl: string): string {
  const base = trimmed(apiUrl);
  return base.endsWith("/api/v3") ? `${base.slice(0, -"/v3".length)}/graphql` : `${base}/graphql`;
}

/** The base as Octokit wants it: no slash at the end. */
export function trimmed(apiUrl: string): string {
  return apiUrl.replace(/\/+$/, "");
}
