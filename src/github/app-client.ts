/**
 * The two ways we speak with GitHub: as the app itself (JWT) and as one installation (its token).
 *
 * Promises: every call goes through the installation's limiter; a token that GitHub refuses is renewed once; REST answers from 300 on become
 * Faults unless the caller says which ones it understands; a GraphQL answer with errors is a Fault, since data beside errors is partial, unless
 * each of its errors is one that the caller can explain.
 */
import type { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { Answer, Call } from "./answer.ts";
import { graphqlUrl } from "./api-url.ts";
import type { GraphqlError } from "./fault.ts";
import { fault, faultOfAnswer, faultOfErrors, isUnknownField } from "./fault.ts";
import type { InstallationToken } from "./installation-token.ts";
import { createsContent } from "./content-route.ts";
import type { Limiter, Passage } from "./limiter.ts";
import type { Send } from "./transport.ts";
import { errorsOf, GraphqlAnswer } from "./wire/graphql-answer.ts";
import { parseWire } from "./wire/parse-wire.ts";

/** What a host turned out to know. Shared by all clients of the host. */
export interface HostFeatures {
  /** GraphQL's `Issue.issueType`; false once a server has said that it lacks the field */
  issueTypes: boolean;
}

export interface GraphqlRequest<T> {
  /** the request in words, for messages: "pull request o/r#7" */
  readonly what: string;
  /** the document, with or without issue types */
  readonly document: (issueTypes: boolean) => string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  /** a mutation; `content` = it makes something new that people see. Absent = it reads, or is counted as if it did */
  readonly writes?: "change" | "content";
  /** errors that leave the data usable: the caller knows what the null in their place means */
  readonly explains?: (error: GraphqlError) => boolean;
}

export interface RestRequest extends Call {
  readonly what: string;
  /** statuses from 300 on that the caller understands */
  readonly understands?: readonly number[];
}

export interface Client {
  readonly appId: number;
  readonly now: () => Instant;
  rest(request: RestRequest): Promise<Answer>;
  graphql<T>(request: GraphqlRequest<T>): Promise<T>;
}

export interface ClientOptions {
  readonly appId: number;
  readonly apiUrl: string;
  readonly now: () => Instant;
  readonly limiter: Limiter;
  readonly urgent: boolean;
  readonly send: Send;
  readonly features: HostFeatures;
  /** null = calls are signed by the transport (as the app) */
  readonly token: InstallationToken | null;
}

export function createClient(options: ClientOptions): Client {
  const url = graphqlUrl(options.apiUrl);

  async function exchange(call: Call, kind: Pick<Passage, "resource" | "write" | "content">): Promise<Answer> {
    return options.limiter.run({ ...kind, urgent: options.urgent }, () => authorized(options, call));
  }

  async function rest(request: RestRequest): Promise<Answer> {
    const answer = await exchange({ route: request.route, parameters: request.parameters }, { resource: "rest", write: !/^(?:GET|HEAD) /.test(request.route), content: createsContent(request.route) });
    if (answer.status < 300 || request.understands?.includes(answer.status) === true) return answer;
    throw faultOfAnswer(answer, request.what);
  }

  async function graphql<T>(request: GraphqlRequest<T>): Promise<T> {
    const { issueTypes } = options.features;
    const answer = await exchange({ route: `POST ${url}`, parameters: { query: request.document(issueTypes), variables: request.variables } }, { resource: "graphql", write: request.writes !== undefined, content: request.writes === "content" });
    if (answer.status >= 300) throw faultOfAnswer(answer, request.what);
    const envelope = parseWire(GraphqlAnswer, answer.body, request.what);
    const errors = errorsOf(envelope);
    if (issueTypes && errors.some((error) => isUnknownField(error, "issueType"))) {
      options.features.issueTypes = false;
      return graphql(request);
    }
    const unexplained = errors.filter((error) => request.explains?.(error) !== true);
    if (unexplained.length > 0) throw faultOfErrors(unexplained, request.what);
    if (envelope.data === null || envelope.data === undefined) throw fault("unavailable", `${request.what}: GitHub answered without data`);
    return parseWire(request.schema, envelope.data, request.what);
  }

  return { appId: options.appId, now: options.now, rest, graphql };
}

/** A token may be revoked before its time, by a restart of an Enterprise Server for one: a 401 earns one try with a fresh token. */
async function authorized(options: ClientOptions, call: Call): Promise<Answer> {
  if (options.token === null) return options.send(call);
  const first = await options.token.get();
  const answer = await options.send(withToken(call, first));
  if (answer.status !== 401) return answer;
  options.token.drop(first);
  return options.send(withToken(call, await options.token.get()));
}

function withToken(call: Call, token: string): Call {
  return { ...call, parameters: { ...call.parameters, headers: { authorization: `token ${token}` } } };
}
