/** A message of a chat-completions request, as far as scripts look at it. */
export interface ChatMessage {
  role: "system" | "user" | "assistant" | "tool";
  content?: string | null | { type: string; text?: string }[];
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
}

export interface ChatBody {
  model: string;
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  messages: ChatMessage[];
  tools?: { function: { name: string; parameters: unknown } }[];
}

export function textOf(message: ChatMessage | undefined): string {
  const content = message?.content;
  if (typeof content === "string") return content;
  return content?.map((part) => part.text ?? "").join("\n") ?? "";
}

/** Everything said after the last assistant text that was not followed by a tool result: the prompt being answered, and how many rounds it had. */
export function promptOf(body: ChatBody): { text: string; round: number } {
  const last = body.messages.findLastIndex((message) => message.role === "user");
  const round = body.messages.slice(last + 1).filter((message) => message.role === "assistant").length;
  return { text: textOf(body.messages[last]), round };
}

/** OpenCode names a thread with a request of its own, which has no tools and a system prompt about titles. */
export function asksForTitle(body: ChatBody): boolean {
  return !body.tools?.length && body.messages.some((message) => message.role === "system" && /title generator/i.test(textOf(message)));
}
