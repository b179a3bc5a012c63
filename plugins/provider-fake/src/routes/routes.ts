import { type RouteDeclaration, type RouteInput, type RouteResult, route } from "@open-cowork/core/transport";
import { AppError, newId } from "@open-cowork/shared";
import type { z } from "zod";
import { directChat, type FakePlatform, MAX_FILE_BYTES, MAX_TEXT } from "../platform/fake-platform.js";
import { conversationStream } from "./conversation-stream.js";
import { demandLocal } from "./demand-local.js";
import { aboutSchema, faultBody, fileParams, messageSchema, pressBody, sayBody, streamQuery, uploadQuery } from "./schemas.js";

export interface FakeRoutesOptions {
  instance: string;
  name: string;
  handle: string;
  platform: FakePlatform;
}

const TAG = "demo chat";

/** The platform as people's programs see it: under `/fake/<instance>`, for this machine only. */
export function fakeRoutes({ instance, name, handle, platform }: FakeRoutesOptions): RouteDeclaration[] {
  const boot = newId();
  const at = (path: string) => `//fake/${instance}${path}`;
  return [
    local({
      method: "GET",
      path: at(""),
      summary: "What this demo chat is",
      response: aboutSchema,
      handler: () => ({ json: { instance, name, handle, limits: { text: MAX_TEXT, fileBytes: MAX_FILE_BYTES } } }),
    }),
    local({
      method: "POST",
      path: at("/messages"),
      summary: "Say something, as anybody",
      body: sayBody,
      response: messageSchema,
      status: 201,
      handler: (_ctx, { body: { person, chat = directChat(person), topic, ...said } }) => ({ json: platform.say(person, { chat, topic }, said) }),
    }),
    local({
      method: "POST",
      path: at("/presses"),
      summary: "Press a button, as anybody",
      body: pressBody,
      handler: (_ctx, { body: { person, chat = directChat(person), topic, message, value } }) => {
        platform.press(person, { chat, topic }, message, value);
        return { empty: true };
      },
    }),
    local({
      method: "POST",
      path: at("/files"),
      summary: "Upload a file for a message",
      query: uploadQuery,
      raw: "*",
      maxBytes: MAX_FILE_BYTES,
      status: 201,
      handler: async (_ctx, { query, headers, stream }) => {
        const file = await platform.shelf.put(query.name, headers["content-type"] ?? "application/octet-stream", stream, MAX_FILE_BYTES);
        return { json: { id: file.id } };
      },
    }),
    local({
      method: "GET",
      path: at("/files/:file"),
      summary: "Content of a file",
      params: fileParams,
      produces: ["application/octet-stream"],
      handler: (_ctx, { params }) => {
        const file = platform.shelf.get(params.file);
        if (!file) throw new AppError("artifact.not_found");
        // The type is what somebody said it is: a browser that opens the address must not take it for a page.
        return {
          bytes: once(file.content),
          contentType: "application/octet-stream",
          length: file.content.length,
          headers: { "content-disposition": "attachment" },
        };
      },
    }),
    local({
      method: "GET",
      path: at("/events"),
      summary: "A conversation as it happens",
      query: streamQuery,
      produces: ["text/event-stream"],
      handler: (_ctx, { query: { person, chat = directChat({ id: person }), topic }, headers }) => ({
        sse: conversationStream({ log: platform.enter({ id: person }, { chat, topic }), person, boot, lastEventId: headers["last-event-id"] }),
      }),
    }),
    local({
      method: "POST",
      path: at("/faults"),
      summary: "Let the next requests to the platform go wrong, to see what becomes of them",
      body: faultBody,
      handler: (_ctx, { body: { fault, times } }) => {
        platform.faults.set(fault, times);
        return { empty: true };
      },
    }),
  ];
}

type LocalRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Omit<RouteDeclaration<P, Q, B>, "access" | "tag">;

/** Open to whoever sits at this machine. */
function local<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(declaration: LocalRoute<P, Q, B>): RouteDeclaration {
  return route<P, Q, B>({
    ...declaration,
    tag: TAG,
    access: "public",
    limit: "requests",
    handler: (ctx, input: RouteInput<z.output<P>, z.output<Q>, z.output<B>>): Promise<RouteResult> | RouteResult => {
      demandLocal(input);
      return declaration.handler(ctx, input);
    },
  });
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
