import { applyEvent } from "../mapping/apply-event.js";
import type { EngineMessage } from "../mapping/schemas.js";
import type { Thread } from "./thread.js";

/**
 * Brings a thread up to date after a break of the live stream: what the engine has of the turn is applied once more, and
 * the mapping emits only what is new. Ends the turn when the engine has finished meanwhile.
 */
export async function reconcile(thread: Thread): Promise<void> {
  const { engine, directory, mapper, engineId } = thread;
  if (engine === undefined || !thread.busy) return;
  thread.journal.gap = true;
  const { client } = engine;
  // The status first: an idle that is seen after the messages were read could hide the last of them.
  const status = await client.status(directory);
  const root = await client.messages(directory, engineId);
  const begin = root.findIndex((message) => message.info.id === thread.first);
  if (begin >= 0) apply(thread, root.slice(begin));
  for (const node of mapper.nodes.values()) if (node !== mapper.root && node.busy) apply(thread, await client.messages(directory, node.id));
  for (const request of await client.permissions(directory)) applyEvent(mapper, "permission.asked", request);
  for (const request of await client.questions(directory)) applyEvent(mapper, "question.asked", request);
  if (status[engineId] === undefined) applyEvent(mapper, "session.status", { sessionID: engineId, status: { type: "idle" } });
}

function apply(thread: Thread, messages: EngineMessage[]): void {
  for (const { info, parts } of messages) {
    applyEvent(thread.mapper, "message.updated", { info });
    for (const part of parts) applyEvent(thread.mapper, "message.part.updated", { part });
    // Again, now that the end of the step is known.
    applyEvent(thread.mapper, "message.updated", { info });
  }
}
