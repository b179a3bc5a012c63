import { type RouteDeclaration, type RouteInput, type RouteResult, route, type WebhookAnswer } from "@open-cowork/core/transport";
import { AppError, providerInstanceSchema, providerKindSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { Supervisor } from "../life/supervisor.js";

/** More than any platform sends; each provider has its own, smaller limit. */
const MOST_BYTES = 32 * 1024 * 1024;
const params = z.object({ kind: providerKindSchema, instance: providerInstanceSchema });
type Input = RouteInput<z.infer<typeof params>, Record<string, string>, unknown>;

/**
 * Types that a browser only shows. What a platform wants to hear back may be what was sent in the request, and this address is on the same origin as people's
 * own pages.
 */
const SHOWN = ["text/plain", "application/json"];

/** Where platforms call. The bytes go to the provider as they came: it verifies them before it reads them. */
export function webhookRoutes(supervisor: Supervisor): RouteDeclaration[] {
  const common = {
    path: "//webhooks/:kind/:instance",
    tag: "webhooks",
    access: "public",
    // A platform calls from few addresses, for all of its people; what it sends is not signing in.
    limit: "requests",
    params,
    query: z.record(z.string(), z.string()),
    produces: SHOWN,
  } as const;
  return [
    route({
      ...common,
      method: "GET",
      summary: "Answers the address check of a chat platform.",
      handler: (_ctx, input) => answer(supervisor, "GET", input),
    }),
    route({
      ...common,
      method: "POST",
      summary: "Takes an event of a chat platform, signed as that platform signs.",
      raw: "*",
      maxBytes: MOST_BYTES,
      // One platform speaks for all its people, and each request proves itself.
      limit: "requests",
      handler: (_ctx, input) => answer(supervisor, "POST", input),
    }),
  ];
}

async function answer(
  supervisor: Supervisor,
  method: "GET" | "POST",
  { params: { kind, instance }, headers, query, stream, remote }: Input,
): Promise<RouteResult> {
  const most = supervisor.webhookBytes(kind, instance);
  const body = method === "GET" ? new Uint8Array() : await bytesOf(stream, most, headers["content-length"]);
  return resultOf(await supervisor.webhook(kind, instance, { method, headers, query, body, remote }));
}

function resultOf({ status, headers = {}, body }: WebhookAnswer): RouteResult {
  const names = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const type = names.get("content-type") ?? "text/plain";
  names.delete("content-type");
  // A platform has no session with us.
  names.delete("set-cookie");
  const rest = { status, headers: Object.fromEntries(names) };
  if (body === undefined || body === "") return { ...rest, empty: true };
  return { ...rest, text: body, contentType: SHOWN.includes(type.split(";", 1)[0]!.trim().toLowerCase()) ? type : "text/plain; charset=utf-8" };
}

/** @throws AppError `request.too_large`, before anything is read where the request says so itself */
async function bytesOf(stream: AsyncIterable<Uint8Array>, most: number, announced = "0"): Promise<Uint8Array> {
  const tooLarge = () => new AppError("request.too_large", { details: { maxBytes: most } });
  if (Number(announced) > most) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > most) throw tooLarge();
    chunks.push(chunk);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
