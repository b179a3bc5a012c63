import { AppError, type ModelInfo } from "@open-cowork/shared";
import { z } from "zod";
import { modelInfo } from "./known-models.js";
import { PROVIDER_KINDS } from "./provider-kinds.js";
import { refusal, type Target, type Upstream } from "./upstream.js";

const MAX_MODELS = 500;
const TIMEOUT_MS = 15_000;

/** What OpenAI, Anthropic, OpenRouter, vLLM, LM Studio and llama.cpp say of a model, each its own part. */
const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      display_name: z.string().optional(),
      name: z.string().optional(),
      context_length: z.number().optional(),
      max_model_len: z.number().optional(),
      max_context_length: z.number().optional(),
      top_provider: z.object({ max_completion_tokens: z.number().nullish() }).nullish(),
      architecture: z.object({ input_modalities: z.array(z.string()).optional() }).nullish(),
      supported_parameters: z.array(z.string()).nullish(),
    }),
  ),
});

/** The provider's own list of chat models; undefined where it has none. @throws AppError `model.*` */
export async function listModels(upstream: Upstream, target: Target, signal: AbortSignal): Promise<ModelInfo[] | undefined> {
  const response = await upstream.request(target, { method: "GET", path: "/models", signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  const body = await response.body.text();
  if (response.statusCode === 401 || response.statusCode === 403) throw refusal(response.statusCode, body);
  if (response.statusCode >= 400) return undefined;
  const parsed = listSchema.safeParse(parse(body));
  if (!parsed.success) return undefined;
  const { hidden } = PROVIDER_KINDS[target.kind];
  return parsed.data.data
    .filter((model) => hidden?.test(model.id) !== true)
    .slice(0, MAX_MODELS)
    .map((model) => {
      const parameters = model.supported_parameters;
      return modelInfo(model.id, {
        name: model.display_name ?? model.name ?? model.id,
        context: model.context_length ?? model.max_model_len ?? model.max_context_length,
        output: model.top_provider?.max_completion_tokens ?? undefined,
        attachments: model.architecture?.input_modalities?.includes("image"),
        tools: parameters ? parameters.includes("tools") : undefined,
        reasoning: parameters ? parameters.includes("reasoning") : undefined,
      });
    });
}

/** The model to try: the wished one, else the best known of the list. @throws AppError `model.not_found` when there is none */
export function chooseModel(target: Target, listed: ModelInfo[] | undefined, wished: string | undefined): ModelInfo {
  if (wished) return listed?.find((model) => model.id === wished) ?? modelInfo(wished);
  const usable = listed?.filter((model) => model.tools) ?? [];
  for (const pattern of PROVIDER_KINDS[target.kind].preferred) {
    const found = usable.find((model) => pattern.test(model.id));
    if (found !== undefined) return found;
  }
  const [first] = usable.length > 0 ? usable : (listed ?? []);
  if (first === undefined) throw new AppError("model.not_found", { message: "The provider lists no models. Name the model to use." });
  return first;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not a list: some web page.
    return undefined;
  }
}
