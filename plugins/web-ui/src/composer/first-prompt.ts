import type { CloudClient, PromptInput } from "@open-cowork/cloud-client";
import { newId, type SessionSummary } from "@open-cowork/shared";

/** A message written before its thread exists. The thread page shows it at once and sends it when the thread is there. */
export interface FirstPrompt {
  input: PromptInput;
  created: Promise<SessionSummary>;
}

const waiting = new Map<string, FirstPrompt>();

/** Creates a thread under an id of our own, so that its page can open before the server has answered. */
export function beginThread(client: CloudClient, input: PromptInput): string {
  const id = newId();
  const created = client.sessions.create({ id, agent: input.agent, model: input.model });
  // The page that takes it over reports a failure; without a page there is nobody to tell.
  created.catch(() => undefined);
  waiting.set(id, { input, created });
  return id;
}

/** The first message of a thread that this page has just begun; handed out once. */
export function takeFirstPrompt(session: string): FirstPrompt | undefined {
  const prompt = waiting.get(session);
  waiting.delete(session);
  return prompt;
}
