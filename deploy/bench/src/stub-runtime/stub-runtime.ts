import { setTimeout as sleep } from "node:timers/promises";
import type { Runtime, RuntimeEvent, RuntimeOutcome, RuntimePrompt, RuntimeSession, RuntimeSpec } from "@open-cowork/core/sessions";
import type { Catalog } from "@open-cowork/shared";
import { nowMs, stamp } from "@open-cowork/testkit/stamp";
import { readPlan, type StubPlan } from "./stub-plan.js";

/** Plays the {@link StubPlan} in each prompt. It keeps nothing: memory and time of a run are those of the product around it. */
export class StubRuntime implements Runtime {
  async open(_ctx: unknown, { emit }: RuntimeSpec): Promise<RuntimeSession> {
    let stop: AbortController | undefined;
    return {
      prompt: async (prompt): Promise<RuntimeOutcome> => {
        stop = new AbortController();
        await play(prompt, readPlan(prompt.text), emit, stop.signal);
        return { state: stop.signal.aborted ? "aborted" : "finished" };
      },
      abort: async () => stop?.abort(),
      steer: async () => undefined,
      answer: async () => undefined,
      checkpoint: async () => undefined,
      close: async () => undefined,
    };
  }

  async catalog(): Promise<Pick<Catalog, "agents" | "defaultAgent">> {
    return { agents: [{ id: "build", name: "Build", description: "Plays plans", primary: true }], defaultAgent: "build" };
  }

  warm(): void {
    // There is no engine to start.
  }
}

async function play({ run }: RuntimePrompt, plan: StubPlan, emit: (event: RuntimeEvent) => void, signal: AbortSignal): Promise<void> {
  const message = `${run}-m`;
  const filler = "x".repeat(plan.chars ?? 12);
  const started = performance.now();
  for (let i = 0; i < plan.texts && !signal.aborted; i++) {
    // Against a fixed schedule: a late timer must not slow the whole plan down.
    if (plan.everyMs > 0) await sleep(Math.max(0, started + (i + 1) * plan.everyMs - performance.now()));
    emit({ kind: "text.appended", body: { message, part: `${run}-${i % (plan.parts ?? plan.texts)}`, text: plan.stamped ? stamp(nowMs()) + filler : filler } });
  }
  for (let i = 0; i < (plan.tools ?? 0); i++) {
    const call = `${run}-t${i}`;
    emit({ kind: "tool.started", body: { message, call, tool: "bash", title: "List files", input: { command: "ls -la src" } } });
    emit({ kind: "tool.finished", body: { call, status: "completed", output: "x".repeat(400), durationMs: 12 } });
  }
}
