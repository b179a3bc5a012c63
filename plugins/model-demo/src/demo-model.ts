import type { Clock } from "@open-cowork/core/kernel";
import type { BuiltinModel, BuiltinModelRequest } from "@open-cowork/core/transport";
import { newId } from "@open-cowork/shared";
import { stream, whole } from "./completion.js";
import { asksForTitle, type ChatRequest, requestSchema, saidSoFar, situationOf } from "./conversation.js";
import type { Move } from "./moves.js";
import { answer } from "./scenes/answer.js";

export interface DemoOptions {
  clock: Clock;
  /** Pause before each word, in milliseconds. */
  wordMs: number;
}

type Answered = Awaited<ReturnType<BuiltinModel["handle"]>>;

/** The offline model. It holds no state: everything it does follows from the request. */
export class DemoModel implements BuiltinModel {
  readonly kind = "demo";
  readonly name = "Demo (offline, scripted)";

  constructor(private readonly options: DemoOptions) {}

  async handle({ path, body, signal }: BuiltinModelRequest): Promise<Answered> {
    if (path === "/models") return json(200, { object: "list", data: [{ id: "demo", object: "model", owned_by: "open-cowork" }] });
    if (path !== "/chat/completions") return json(404, { error: { message: `The demo model does not answer ${path}.`, type: "invalid_request_error" } });
    const parsed = requestSchema.safeParse(body);
    if (!parsed.success) return json(400, { error: { message: "The request is not a chat completion.", type: "invalid_request_error" } });
    const request = parsed.data;
    const reply = {
      ...{ id: `demo-${newId()}`, model: request.model, created: Math.floor(this.options.clock.now() / 1000), moves: movesFor(request) },
      ...{ promptTokens: Math.ceil(JSON.stringify(request.messages).length / 4), includeUsage: request.stream_options?.include_usage ?? false },
    };
    if (!request.stream) return { status: 200, contentType: "application/json", body: once(whole(reply)) };
    return { status: 200, contentType: "text/event-stream", body: stream(reply, { ...this.options, signal }) };
  }
}

function movesFor(request: ChatRequest): Move[] {
  const situation = situationOf(request);
  if (asksForTitle(request)) return [{ text: situation.said.split("\n", 1)[0]!.slice(0, 50) || "Demo" }];
  if (/\b(summar\w+|continuation prompt)\b.*\bconversation\b/is.test(situation.said) && situation.tools.size === 0) {
    return [
      {
        text: `What was said so far:\n\n${saidSoFar(request)
          .map((said) => `- ${said.slice(0, 200)}`)
          .join("\n")}`,
      },
    ];
  }
  return answer(situation);
}

function json(status: number, value: unknown): Answered {
  return { status, contentType: "application/json", body: once(JSON.stringify(value)) };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
