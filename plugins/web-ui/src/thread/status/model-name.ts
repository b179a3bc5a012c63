import type { Catalog, ModelRef } from "@open-cowork/shared";

/** A model as people know it; its id where the catalogue does not list it. */
export function modelName(model: ModelRef | undefined, catalog: Catalog | undefined): string {
  if (!model) return "";
  return catalog?.models.find((entry) => entry.provider === model.provider && entry.model.id === model.model)?.model.name ?? model.model;
}

export function agentName(id: string | undefined, catalog: Catalog | undefined): string {
  if (!id) return "";
  return catalog?.agents.find((agent) => agent.id === id)?.name ?? id.charAt(0).toUpperCase() + id.slice(1);
}
