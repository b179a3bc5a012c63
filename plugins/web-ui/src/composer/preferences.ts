import type { ModelRef } from "@open-cowork/shared";
import { browserStorage } from "./draft-store.js";

export type Delivery = "queue" | "steer";

const FAVOURITES = "oc.favourite-models";
const DELIVERY = "oc.delivery";
const MODEL = "oc.model";
const AGENT = "oc.agent";

/** Choices that a person expects to find again in the next thread. */
export const preferences = {
  get delivery(): Delivery {
    return read(DELIVERY) === "steer" ? "steer" : "queue";
  },
  set delivery(value: Delivery) {
    write(DELIVERY, value);
  },
  /** Model that was chosen last. */
  get model(): ModelRef | undefined {
    return asModel(read(MODEL));
  },
  set model(value: ModelRef | undefined) {
    write(MODEL, value ? modelKey(value) : "");
  },
  get agent(): string | undefined {
    return read(AGENT) || undefined;
  },
  set agent(value: string | undefined) {
    write(AGENT, value ?? "");
  },
  /** Keys of favourite models, see {@link modelKey}. */
  get favourites(): ReadonlySet<string> {
    return new Set((read(FAVOURITES) ?? "").split("\n").filter((key) => key !== ""));
  },
  set favourites(value: ReadonlySet<string>) {
    write(FAVOURITES, [...value].join("\n"));
  },
};

export function modelKey(model: ModelRef): string {
  return `${model.provider}/${model.model}`;
}

function asModel(key: string | undefined): ModelRef | undefined {
  const slash = key?.indexOf("/") ?? -1;
  return key === undefined || slash <= 0 ? undefined : { provider: key.slice(0, slash), model: key.slice(slash + 1) };
}

function read(key: string): string | undefined {
  try {
    return browserStorage()?.getItem(key) ?? undefined;
  } catch {
    // Blocked storage: nothing was chosen before.
    return undefined;
  }
}

function write(key: string, value: string): void {
  try {
    browserStorage()?.setItem(key, value);
  } catch {
    // Blocked or full storage: the choice lasts as long as the page shows it.
  }
}
