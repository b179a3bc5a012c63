import type { SseSource } from "@open-cowork/core/transport";
import type { ConversationLog, FakeFrame } from "../platform/conversation-log.js";

export interface StreamOptions {
  log: ConversationLog;
  /** Who looks: notices for others are left out. */
  person: string;
  /** Names this life of the platform: numbers of another one mean nothing. */
  boot: string;
  /** Last id that the reader saw. */
  lastEventId: string | undefined;
}

/**
 * A conversation as server-sent events: what happened since the reader's last id, or else the messages as they stand, after a `reset`; then what happens.
 * `event:` is the type of the frame, `data:` its JSON.
 */
export function conversationStream({ log, person, boot, lastEventId }: StreamOptions): SseSource {
  return (out) => {
    const write = (frame: FakeFrame | { type: "reset" }, seq: number) => {
      if (frame.type === "notice" && frame.person !== person) return;
      out.write(`id: ${boot}-${seq}\nevent: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`);
    };
    const [bootOfReader, seqOfReader] = lastEventId?.split("-") ?? [];
    const missed = bootOfReader === boot ? log.since(Number(seqOfReader)) : undefined;
    if (missed) for (const { frame, seq } of missed) write(frame, seq);
    else {
      write({ type: "reset" }, log.seq);
      for (const message of log.messages) write({ type: "message", message }, log.seq);
    }
    out.closed.addEventListener("abort", log.watch(write));
  };
}
