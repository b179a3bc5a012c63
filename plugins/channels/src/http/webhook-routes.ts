import { type RouteDeclaration, type RouteInput, route } from "@open-cowork/core/transport";
import { AppError, providerInstanceSchema, providerKindSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { Supervisor } from "../life/supervisor.js";

/** More than any provider takes; each has its own, smaller limit. */
const MOST_BYTES = 32 * 1024 * 1024;
const params = z.object({ kind: providerKindSchema, instance: providerInstanceSchema });

/** Where platforms call. The bytes go to the provider as they came: it verifies them before it reads them. */
export function webhookRoutes(supervisor: Supervisor): RouteDeclaration[] {
  const common = {
    path: "//webhooks/:kind/:instance",
    tag: "webhooks",
    access: "public",
    limit: "requests",
    params,
    query: z.record(z.string(), z.string()),
  } as const;
  return [
    route({
      ...common,
      method: "GET",
      summary: "Answers the address check of a chat platform.",
      produces: ["text/plain"],
      handler: async (_ctx, input) => answer(supervisor, "GET", input),
    }),
    route({
      ...common,
      method: "POST",
      summary: "Takes an event of a chat platform, signed as that platform signs.",
      raw: "*",
      maxBytes: MOST_BYTES,
      produces: ["text/plain", "application/json"],
      handler: async (_ctx, input) => answer(supervisor, "POST", input),
    }),
  ];
}

async function answer(
  supervisor: Supervisor,
  method: string,
  { params: { kind, instance }, headers, query, stream, remote }: RouteInput<z.infer<typeof params>, Record<string, string>, unknown>,
) {
  const most = supervisor.webhookBytes(kind, instance);
  if (most === undefined) throw new AppError("webhook.unknown");
  const body = method === "GET" ? new Uint8Array() : await bytesOf(stream, most);
  const { status, headers: more, body: text } = await supervisor.webhook(kind, instance, { method, headers, query, body, remote });
  const { "content-type": contentType = "text/plain", ...rest } = more ?? {};
  return { status, headers: rest, text: text ?? "", contentType };
}

async function bytesOf(stream: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new AppError("request.too_large");
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
