import type { SessionView } from "@open-cowork/shared";
import { earlierRuns } from "./earlier-runs.js";
import type { RuntimePrompt } from "./ports.js";

/** What the engine is told when a queued run starts. */
export function promptOf(view: SessionView, run: string): RuntimePrompt {
  const { agent = view.agent, model = view.model, resumes, message } = view.runs[run]!;
  const person = view.blocks.findLast((block) => block.id === message);
  const { text, attachments } = person?.type === "person" ? person : { text: "", attachments: [] };
  return {
    message,
    run,
    text,
    attachments,
    agent,
    model,
    earlier: (runs) => earlierRuns(view, run, { runs }),
    ...(resumes === undefined ? {} : { resume: true }),
  };
}

/** What the engine is told when a run that waited for a person goes on. `message` must be new for each try. */
export function continuationOf(view: SessionView, run: string, message: string): RuntimePrompt {
  const { agent, model } = view.runs[run] ?? {};
  return { message, run, text: "", attachments: [], agent, model, earlier: (runs) => earlierRuns(view, run, { goesOn: true, runs }), resume: true };
}
