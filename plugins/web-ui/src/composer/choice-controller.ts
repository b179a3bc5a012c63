import type { Catalog, ModelRef } from "@open-cowork/shared";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Delivery, preferences } from "./preferences.js";

export interface ChoicePorts {
  catalog: () => Catalog | undefined;
  /** Agent and model of the thread's last message; absent where a thread is being begun. */
  last: () => { agent?: string; model?: ModelRef } | undefined;
  changed: () => void;
}

/**
 * Agent, model and delivery of the next message. What was chosen for it comes first, then what the thread used last (or, to begin
 * one, what the person chose last), then the default. What the catalogue no longer has is passed over.
 */
export class ChoiceController implements ReactiveController {
  ownAgent: string | undefined;
  ownModel: ModelRef | undefined;
  delivery: Delivery = preferences.delivery;

  constructor(
    readonly host: ReactiveControllerHost,
    readonly ports: ChoicePorts,
  ) {
    host.addController(this);
  }
  hostConnected(): void {
    this.delivery = preferences.delivery;
  }

  get agent(): string | undefined {
    const catalog = this.ports.catalog();
    const known = (id: string | undefined) => (catalog === undefined || catalog.agents.some((agent) => agent.id === id) ? id : undefined);
    const last = this.ports.last();
    return known(this.ownAgent) ?? known(last ? last.agent : preferences.agent) ?? catalog?.defaultAgent;
  }

  get model(): ModelRef | undefined {
    const catalog = this.ports.catalog();
    const known = (ref: ModelRef | undefined) =>
      ref && catalog?.models.some((entry) => entry.provider === ref.provider && entry.model.id === ref.model) ? ref : undefined;
    const last = this.ports.last();
    return known(this.ownModel) ?? known(last ? last.model : preferences.model) ?? catalog?.defaultModel;
  }

  /** Sets what a draft had chosen, without noting it as a preference. */
  restore(agent: string | undefined, model: ModelRef | undefined): void {
    this.ownAgent = agent;
    this.ownModel = model;
    this.host.requestUpdate();
  }

  readonly chooseAgent = (id: string): void => {
    this.ownAgent = preferences.agent = id;
    this.#changed();
  };
  readonly chooseModel = (model: ModelRef): void => {
    this.ownModel = preferences.model = model;
    this.#changed();
  };
  readonly chooseDelivery = (delivery: Delivery): void => {
    this.delivery = preferences.delivery = delivery;
    this.#changed();
  };

  #changed(): void {
    this.host.requestUpdate();
    this.ports.changed();
  }
}
