import { AppError, type ModelRef } from "@open-cowork/shared";
import type { EngineSetup } from "../engine/engine-config.js";

/**
 * The model for a prompt: the wished one, or the default of the settings that the engine was started with. The tenant's settings may
 * have moved on since, to a model that this engine has never heard of.
 *
 * @throws AppError `model.not_found`, `model.not_configured`
 */
export function engineModel(setup: EngineSetup, wished: ModelRef | undefined): ModelRef {
  const model = wished ?? setup.defaultModel;
  if (model === undefined) throw new AppError("model.not_configured");
  const provider = setup.providers.find(({ id }) => id === model.provider);
  if (provider?.models.some(({ id }) => id === model.model) !== true) throw new AppError("model.not_found", { details: model });
  return model;
}
