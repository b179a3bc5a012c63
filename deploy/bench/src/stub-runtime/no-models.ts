import type { ModelGateway } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";

/** The stub runtime asks no model, so there is none to choose or to save. */
export class NoModels implements ModelGateway {
  async providers(): Promise<[]> {
    return [];
  }
  async models(): Promise<{ models: [] }> {
    return { models: [] };
  }
  async test(): Promise<never> {
    throw new AppError("model.not_found");
  }
  async save(): Promise<never> {
    throw new AppError("model.not_found");
  }
  async remove(): Promise<void> {
    // There is nothing to remove.
  }
}
