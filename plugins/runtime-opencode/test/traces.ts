import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RuntimeEvent } from "@open-cowork/core/sessions";
import { applyEvent } from "../src/mapping/apply-event.js";
import { SessionNode } from "../src/mapping/node.js";
import { SessionMapper } from "../src/mapping/session-mapper.js";

/** Where recorded conversations are kept, one directory for each version of the engine. */
export const TRACES = fileURLToPath(new URL("./traces", import.meta.url));
export const WORKSPACE = "/workspace";

export interface Trace {
  /** The thread's session in the engine. */
  root: string;
  /** The engine's live stream, as far as it was about this thread: type and properties. */
  events: [type: string, properties: unknown][];
}

export interface Mapping {
  /** What went into the log, and what the turn was told. */
  emitted: RuntimeEvent[];
  signals: string[];
  unknown: string[];
}

export function readTrace(version: string, name: string): Trace {
  const [head, ...lines] = readFileSync(join(TRACES, version, `${name}.jsonl`), "utf8")
    .trimEnd()
    .split("\n");
  return { root: JSON.parse(head!).root, events: lines.map((line) => JSON.parse(line)) };
}

export function traceNames(): { version: string; name: string }[] {
  return readdirSync(TRACES).flatMap((version) =>
    readdirSync(join(TRACES, version))
      .filter((file) => file.endsWith(".jsonl"))
      .map((file) => ({ version, name: file.replace(/\.jsonl$/, "") })),
  );
}

/** Plays a trace through the mapping, with time standing still. */
export function map(trace: Trace): Mapping {
  const result: Mapping = { emitted: [], signals: [], unknown: [] };
  const signal = (name: string) => () => {
    result.signals.push(name);
  };
  const mapper = new SessionMapper(
    {
      directory: WORKSPACE,
      emit: (event) => result.emitted.push(structuredClone(event)),
      contextLimit: () => 100_000,
      allowed: () => false,
      now: () => 0,
      after: () => () => undefined,
      signals: {
        said: signal("said"),
        failed: (error) => {
          result.signals.push(`failed ${error.code}`);
        },
        aborted: signal("aborted"),
        idle: signal("idle"),
        answered: signal("answered"),
      },
    },
    new SessionNode(trace.root, []),
  );
  for (const [type, properties] of trace.events) if (applyEvent(mapper, type, properties) === "unknown") result.unknown.push(type);
  return result;
}
