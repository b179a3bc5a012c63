import type { SessionView } from "@open-cowork/shared";
import type { RuntimePrompt } from "./ports.js";
import { unfinishedAnswer } from "./run-ending.js";

/** What the engine is told when a queued run starts. */
export function promptOf(view: SessionView, run: string): RuntimePrompt {
  const { agent = view.agent, model = view.model, resumes, message } = view.runs[run]!;
  const person = view.blocks.findLast((block) => block.id === message);
  const { text, attachments } = person?.type === "person" ? person : { text: "", attachments: [] };
  const before = resumes ?? view.blocks.findLast((block) => block.type === "end" && block.run !== run)?.run;
  return { message, run, text, attachments, agent, model, ...lostOf(view, before), ...(resumes === undefined ? {} : { resume: true }) };
}

/** What an engine that died may not know of an interrupted run: it is told again with the next prompt. */
function lostOf(view: SessionView, interrupted: string | undefined): Pick<RuntimePrompt, "lostAnswer" | "lostPrompt"> {
  const run = interrupted === undefined ? undefined : view.runs[interrupted];
  if (run?.state !== "interrupted") return {};
  const lostAnswer = unfinishedAnswer(view, run.id);
  let asked = run;
  while (asked.resumes !== undefined && view.runs[asked.resumes] !== undefined) asked = view.runs[asked.resumes]!;
  const person = view.blocks.findLast((block) => block.id === asked.message);
  return { ...(lostAnswer === "" ? {} : { lostAnswer }), ...(person?.type === "person" ? { lostPrompt: { message: person.id, text: person.text } } : {}) };
}
