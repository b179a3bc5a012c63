import type { ModelRef } from "@open-cowork/shared";
import type { Served } from "../served.js";
import type { Asked } from "./asked.js";

export interface Choice {
  agent?: string;
  model?: ModelRef;
}

/**
 * What was chosen for the next message of a conversation. The session remembers it from that message on; until then nobody does but the event that chose it. So that event is
 * complete only when a message took the choice along: after a crash it is dealt with again, and chooses again.
 */
export class Choices {
  readonly #all = new Map<string, { choice: Choice; records: Set<string> }>();

  constructor(private readonly served: Served) {}

  of(thread: string): Choice {
    return this.#all.get(thread)?.choice ?? {};
  }

  choose({ thread, record }: Asked, choice: Choice): void {
    const known = this.#all.get(thread.id) ?? { choice: {}, records: new Set<string>() };
    known.choice = { ...known.choice, ...choice };
    known.records.add(record.id);
    this.#all.set(thread.id, known);
  }

  /** A message took it along. */
  async taken(thread: string): Promise<void> {
    const { deps, ctx, binding } = this.served;
    for (const record of this.#all.get(thread)?.records ?? []) await deps.inbound.complete(ctx, binding.id, record, "command:choice");
    this.#all.delete(thread);
  }
}
