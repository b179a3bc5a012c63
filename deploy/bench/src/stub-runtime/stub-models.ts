import type { ModelGateway } from "@open-cowork/core/transport";
import { AppError, type Catalog, type ModelProvider } from "@open-cowork/shared";

const PROVIDER: ModelProvider = {
  id: "stub",
  kind: "openai-compatible",
  name: "Stub",
  hasKey: false,
  models: [{ id: "stub", name: "Stub" } as ModelProvider["models"][number]],
  createdAt: 0,
};

/** One model that nobody asks, so that the workspace counts as set up. */
export class StubModels implements ModelGateway {
  async providers(): Promise<ModelProvider[]> {
    return [PROVIDER];
  }
  async models(): Promise<Pick<Catalog, "models" | "defaultModel">> {
    return {
      models: PROVIDER.models.map((model) => ({ provider: PROVIDER.id, providerName: PROVIDER.name, model })),
      defaultModel: { provider: "stub", model: "stub" },
    };
  }
  async test(): Promise<never> {
    throw new AppError("model.not_found");
  }
  async save(): Promise<never> {
    throw new AppError("model.not_found");
  }
  async remove(): Promise<void> {
    // The one model stays.
  }
}
