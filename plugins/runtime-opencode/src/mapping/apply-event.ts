import type { SessionMapper } from "./session-mapper.js";
import { MAPPING } from "./table.js";

/** What the mapping made of an event: done, of no interest, or not understood. */
export type Mapped = "mapped" | "ignored" | "unknown";

/** Applies one event of the engine to its thread. Never fatal: what cannot be read is "unknown". */
export function applyEvent(mapper: SessionMapper, type: string, properties: unknown): Mapped {
  const rule = MAPPING[type];
  if (rule === undefined) return "unknown";
  if (rule === "ignored") return "ignored";
  const body = rule.schema.safeParse(properties);
  if (!body.success) return "unknown";
  rule.handle(mapper, body.data);
  return "mapped";
}
