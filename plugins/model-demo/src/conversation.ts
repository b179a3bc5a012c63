import { z } from "zod";
import type { Situation } from "./moves.js";

const messageSchema = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.null(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]).optional(),
});

/** The part of a chat-completions request that the demo reads. */
export const requestSchema = z.looseObject({
  model: z.string().default("demo"),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
  messages: z.array(messageSchema).min(1),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).optional(),
});
export type ChatRequest = z.infer<typeof requestSchema>;
type Message = ChatRequest["messages"][number];

function textOf(message: Message | undefined): string {
  const content = message?.content;
  if (typeof content === "string") return content;
  return content?.map((part) => part.text ?? "").join("\n") ?? "";
}

/** Reads the situation out of a request: the last prompt, how often it was answered, what its tools returned. */
export function situationOf({ messages, tools }: ChatRequest): Situation {
  const last = messages.findLastIndex(({ role }) => role === "user");
  const since = messages.slice(last + 1);
  const lastAnswer = since.findLastIndex(({ role }) => role === "assistant");
  const system = messages.filter(({ role }) => role === "system").map(textOf);
  return {
    said: textOf(messages[last]).trim(),
    round: since.filter(({ role }) => role === "assistant").length,
    results: since.slice(lastAnswer + 1).flatMap((message) => (message.role === "tool" ? [textOf(message)] : [])),
    tools: new Set(tools?.map((tool) => tool.function.name)),
    directory: /Working directory: (\S.*)/.exec(system.join("\n"))?.[1]?.trim(),
  };
}

/** The engine names threads with a request that offers no tools and speaks of titles. */
export function asksForTitle({ messages, tools }: ChatRequest): boolean {
  return !tools?.length && messages.some((message) => message.role === "system" && /title generator/i.test(textOf(message)));
}

/** Everything that people said, for a summary. */
export function saidSoFar({ messages }: ChatRequest): string[] {
  return messages.filter(({ role }) => role === "user").map(textOf);
}
