import type { z } from "zod";
import type { Permission } from "../authority/ports.js";
import type { Principal, RequestContext } from "../kernel/context.js";

/** Access rule of a route: a permission, any signed-in principal but a gateway, or the open internet. */
export type RouteAccess = Permission | "signed-in" | "public";

export interface RouteInput<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  headers: Readonly<Record<string, string | undefined>>;
  /** Raw bytes of the body for routes declared `raw`. */
  stream: AsyncIterable<Uint8Array>;
  /** Address of the client. */
  remote: string;
}

/** What a handler returns: JSON by default; text, a byte stream or server-sent events by wrapping. */
export type RouteResult = { status?: number; headers?: Record<string, string> } & (
  | { json: unknown }
  | { text: string; contentType: string }
  | { bytes: AsyncIterable<Uint8Array>; contentType: string; length?: number }
  | { sse: SseSource }
  | { empty: true }
);

/** Opens a stream of frames. `write` answers false once the reader is too slow and was dropped; `closed` aborts when the reader leaves. */
export type SseSource = (out: SseWriter) => Promise<void> | void;
export interface SseWriter {
  /** Queues already framed bytes; the same buffer may go to many readers. */
  write(frame: Uint8Array | string): boolean;
  /** Resolves once what was written has left this process (or the reader has), so that a long replay does not pile up. */
  drained(): Promise<void>;
  end(): void;
  closed: AbortSignal;
}

/** A route as data: it validates, authorises, documents and answers from one declaration. */
export interface RouteDeclaration<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:params`, under the API root unless it starts with `//` (then as it stands after the first slash). */
  path: string;
  summary: string;
  tag: string;
  access: RouteAccess;
  /**
   * How a POST of a public route is limited by the caller's address. attempts: as a try to sign in, a few a minute; the default. requests: like any other request,
   * for callers who prove themselves in other ways, such as platforms by a signature.
   */
  limit?: "attempts" | "requests";
  params?: P;
  query?: Q;
  body?: B;
  /** The body is not JSON: the handler reads `stream`. Value: accepted content types, `*` for any. */
  raw?: string;
  /** Default 1 MiB. */
  maxBytes?: number;
  /** Strings of the body are taken as they come, with NUL and halves of surrogate pairs, because what they are handed to keeps those. Else they become U+FFFD. */
  verbatim?: boolean;
  /** The answer holds a secret that is shown once: it is not kept for a repeated Idempotency-Key. */
  secretAnswer?: boolean;
  /** Schema of the JSON answer; answers are checked against it in tests. */
  response?: z.ZodType;
  /** Content types of an answer that is not JSON, or not always. */
  produces?: readonly string[];
  /** Status of an answer that names none itself: 200 by default, 204 for an empty one. */
  status?: number;
  /** Headers that mean something here, with what they do. Those of the protocol as a whole are not named. */
  headers?: Readonly<Record<string, string>>;
  handler(ctx: RequestContext, input: RouteInput<z.output<P>, z.output<Q>, z.output<B>>): Promise<RouteResult> | RouteResult;
}

/** Gives a declaration its precise types, then forgets them for the list. `ctx.principal` of a public route is {@link ANONYMOUS}. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(declaration: RouteDeclaration<P, Q, B>): RouteDeclaration {
  return declaration as unknown as RouteDeclaration;
}

export const ANONYMOUS: Principal = { tenant: "", actor: { kind: "system", id: "anonymous", name: "Anonymous" }, role: "viewer", credential: "" };
