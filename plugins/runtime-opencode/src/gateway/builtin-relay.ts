import type { BuiltinModel } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";
import { createParser } from "eventsource-parser";
import type { Tried } from "./test-completion.js";

/** Asks the in-process model one short question. */
export async function tryBuiltin(model: BuiltinModel, id: string, signal: AbortSignal): Promise<Tried> {
  const startedAt = performance.now();
  const body = { model: id, stream: true, messages: [{ role: "user", content: "Answer with the one word: ready" }] };
  const answer = await model.handle({ path: "/chat/completions", body, signal });
  if (answer.status >= 400) throw new AppError("model.failed");
  const tried: Tried = { text: "", firstTokenMs: 0 };
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === "[DONE]") return;
      const content = (JSON.parse(data) as { choices: { delta?: { content?: string } }[] }).choices[0]?.delta?.content;
      if (!content) return;
      tried.firstTokenMs ||= Math.max(1, Math.round(performance.now() - startedAt));
      tried.text += content;
    },
  });
  for await (const chunk of answer.body) parser.feed(chunk);
  return tried;
}
