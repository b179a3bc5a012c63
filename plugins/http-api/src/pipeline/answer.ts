import { Readable } from "node:stream";
import type { RouteDeclaration, RouteResult } from "@open-cowork/core/transport";
import type { SseStreams } from "../sse/sse-streams.js";
import type { ApiContext, Step } from "./state.js";

export interface AnswerOptions {
  streams: SseStreams;
  /** Tests hold answers to their declared schema; in production that would only cost time. */
  checkResponses: boolean;
}

/** Last step: calls the handler and writes what it returned. */
export function answer(options: AnswerOptions): Step {
  return async (ctx) => {
    const route = ctx.state.route!;
    const result = await route.handler(ctx.state.request!, ctx.state.input!);
    ctx.status = result.status ?? route.status ?? ("empty" in result ? 204 : 200);
    if (!("sse" in result)) ctx.set("cache-control", "no-store");
    for (const [name, value] of Object.entries(result.headers ?? {})) ctx.set(name, value);
    present(ctx, route, result, options);
  };
}

function present(ctx: ApiContext, route: RouteDeclaration, result: RouteResult, { streams, checkResponses }: AnswerOptions): void {
  if ("json" in result) {
    if (checkResponses) route.response?.parse(result.json);
    ctx.set("content-type", "application/json; charset=utf-8");
    ctx.body = JSON.stringify(result.json);
  } else if ("text" in result) {
    ctx.set("content-type", result.contentType);
    ctx.body = result.text;
  } else if ("bytes" in result) {
    ctx.set("content-type", result.contentType);
    if (result.length !== undefined) ctx.length = result.length;
    // For HEAD, Koa sends the head and lets the content go unread: nothing has been opened until somebody reads.
    ctx.body = Readable.from(result.bytes, { objectMode: false });
  } else if ("sse" in result) streams.open(ctx, result.sse);
  else {
    // Koa makes any status 204 when a body is taken away.
    ctx.body = null;
    ctx.status = result.status ?? route.status ?? 204;
  }
}
