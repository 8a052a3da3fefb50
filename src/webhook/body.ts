/**
 * Reads a request's body as one buffer within two bounds: one for the body, one for all bodies being read at once, so that no number of
 * unsigned requests can fill the memory. Nothing is kept of a body that breaks a bound.
 */
import type { IncomingMessage } from "node:http";

/** Bytes held by unfinished bodies, shared by all requests of a door. */
export interface Intake {
  held: number;
  readonly limit: number;
}

/** `gone`: the sender hung up; there is nobody to answer. */
export type BodyRefusal = "too-large" | "busy" | "gone";

/** Length by the header; null when it is not given. */
export function declaredLength(request: IncomingMessage): number | null {
  const header = request.headers["content-length"];
  return header === undefined ? null : Number(header);
}

export function hasUnreadBody(request: IncomingMessage): boolean {
  return !request.complete && (request.headers["transfer-encoding"] !== undefined || (declaredLength(request) ?? 0) > 0);
}

/** Never rejects. The request is left paused, with the rest unread, when the body is refused. */
export function readBody(request: IncomingMessage, maxBytes: number, intake: Intake): Promise<Buffer | BodyRefusal> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;

    function settle(outcome: Buffer | BodyRefusal): void {
      request.off("data", take).off("end", finish).off("error", hangUp).off("close", hangUp);
      // an aborted request emits its error after "close", and an unheard error would end the process
      request.on("error", ignore);
      intake.held -= size;
      resolve(outcome);
    }
    function take(chunk: Buffer): void {
      size += chunk.length;
      intake.held += chunk.length;
      if (size <= maxBytes && intake.held <= intake.limit) {
        chunks.push(chunk);
        return;
      }
      request.pause();
      settle(size > maxBytes ? "too-large" : "busy");
    }
    function finish(): void {
      settle(chunks.length === 1 ? chunks[0] ?? Buffer.alloc(0) : Buffer.concat(chunks, size));
    }
    function hangUp(): void {
      settle("gone");
    }
    request.on("data", take).on("end", finish).on("error", hangUp).on("close", hangUp);
  });
}

function ignore(): void {
  // the outcome is settled; what the socket does afterwards concerns nobody
}
