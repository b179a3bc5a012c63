import type { AppError, ChannelStreamMessage, SessionEvent } from "@open-cowork/shared";
import type { EventSourceMessage } from "eventsource-parser";
import { LiveStream, Restart } from "./live-stream.js";
import type { Timers } from "./timers.js";

export interface WatchListener {
  changed(thread: string, session: string, head: number): void;
  /** Changes may have been missed: before the first connection, and between two of them. */
  onGap(): void;
}

/** Follows the changes of a binding until the returned function is called. Goes on trying whatever happens: a grant may come back. */
export function watchBinding(timers: Timers, connect: (signal: AbortSignal) => Promise<Response>, listener: WatchListener): () => void {
  const stream = new LiveStream({
    timers,
    connect,
    onOpen: () => listener.onGap(),
    onBatch: (messages) => {
      for (const message of messages) {
        const data = JSON.parse(message.data) as ChannelStreamMessage;
        if (data.type === "changed") listener.changed(data.thread, data.session, data.head);
        else listener.onGap();
      }
    },
    onError: () => true,
  });
  stream.start();
  return () => stream.stop();
}

export interface TailListener {
  /** In order, without gaps or repeats. */
  events(batch: readonly SessionEvent[]): void;
  /** Cannot go on: read the view again. Nothing comes after it. */
  reset(): void;
}

/**
 * Follows a session after a cursor until the returned function is called; a broken connection resumes by cursor. Resolves once it is connected.
 * @throws AppError of the first connection: `session.not_found`, `request.bad_cursor`, `host.unreachable`, …
 */
export function tailSession(
  timers: Timers,
  connect: (after: number, signal: AbortSignal) => Promise<Response>,
  after: number,
  listener: TailListener,
): Promise<() => void> {
  return new Promise((resolve, reject) => {
    let last = after;
    let connected = false;
    let over = false;
    const end = () => {
      over = true;
      stream.stop();
    };
    const reset = () => {
      if (over) return;
      end();
      listener.reset();
    };
    const apply = (messages: readonly EventSourceMessage[]) => {
      const events: SessionEvent[] = [];
      let isReset = false;
      for (const message of messages) {
        if (message.event === "reset") isReset = true;
        else {
          const event = JSON.parse(message.data) as SessionEvent;
          if (event.seq <= last) continue;
          if (event.seq !== last + 1) throw new Restart("Events are missing; they are read again from the cursor.");
          last = event.seq;
          events.push(event);
        }
      }
      if (events.length > 0 && !over) listener.events(events);
      if (isReset) reset();
    };
    const stream = new LiveStream({
      timers,
      connect: (signal) => connect(last, signal),
      onOpen: () => {
        connected = true;
        resolve(end);
      },
      onBatch: apply,
      onError: (error) => {
        if (!connected) reject(error);
        else if (isFinal(error)) reset();
        else return true;
        return false;
      },
    });
    stream.start();
  });
}

/** Another try gets the same answer: the session is gone, the right to read it has ended, or the log is shorter than it was. */
function isFinal(error: AppError): boolean {
  return error.kind === "not_found" || error.kind === "unauthenticated" || error.kind === "forbidden" || error.kind === "invalid";
}
