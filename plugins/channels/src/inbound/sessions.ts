import { type ChannelThread, isAppError } from "@open-cowork/shared";
import type { Conversations } from "../outbound/conversations.js";
import type { Served } from "../served.js";
import { shortened } from "../texts/escape.js";
import type { Asked } from "./asked.js";
import type { Choice } from "./choices.js";

const TITLE_CHARS = 60;

export type SpokenThread = ChannelThread & { session: string };

/** The thread with the session that speaks in it, begun now where there is none. */
export async function sessionOf(served: Served, conversations: Conversations, asked: Asked, begin: { title: string; choice: Choice }): Promise<SpokenThread> {
  const { session } = asked.thread;
  return session === undefined ? beginSession(served, conversations, asked, begin.title, begin.choice) : { ...asked.thread, session };
}

/** A new session in the conversation, asked for by that person. It is named after the event that asks for it, so that it is begun once. */
export async function beginSession(served: Served, conversations: Conversations, asked: Asked, title: string, choice: Choice = {}): Promise<SpokenThread> {
  const { deps, ctx, binding } = served;
  const { as, thread, record } = asked;
  const id = record.id;
  const { agent } = binding.policy;
  // Its first event is its making.
  let cursor = 1;
  try {
    const made = { id, title: titleOf(title), ...(agent === undefined ? {} : { agent }), ...choice };
    cursor = (await deps.workspace.create(as, made)).headSeq;
  } catch (error) {
    if (!isAppError(error) || error.code !== "session.exists") throw error;
    // Made when this was dealt with before. Where it speaks already, its cursor may be further.
    if (thread.session === id) return { ...thread, session: id };
  }
  const bound = await conversations.switch(thread, () => deps.threads.bind(ctx, binding.id, thread.id, id, cursor));
  return { ...bound, session: id };
}

function titleOf(text: string): string {
  return shortened(text.replace(/\s+/g, " ").trim(), TITLE_CHARS);
}
