import type { ChatCapabilities } from "@open-cowork/core/transport";
import { type Actor, type AnyEvent, type EventBody, event, foldAll, type NewEvent, type SessionView } from "@open-cowork/shared";
import { transcript } from "../src/rendering/transcript.js";
import type { Showing, Wanted } from "../src/rendering/wanted.js";
import { english } from "../src/texts/english.js";

export const ann: Actor = { kind: "channel", id: "i-ann", name: "Ann" };
export const web: Actor = { kind: "person", id: "u-bob", name: "Bob *the* [boss](http://evil.example)" };
export const chat: ChatCapabilities = {
  ...{ text: { max: 2_000 }, edits: { minIntervalMs: 1_000 }, buttons: { max: 8, maxPerRow: 3, maxLabel: 20 } },
  ...{ files: { in: 0, out: 1_000_000 }, typing: true },
};
export const mail: ChatCapabilities = { text: { max: 100_000 }, files: { in: 0, out: 1_000_000 }, typing: false };
export const START = 1_767_225_600_000;

export const begun = (by = ann): NewEvent[] => [
  event("session.created", { title: "T", by }),
  event("run.queued", { message: "m-1", text: "Do it", by, command: "c-1" }, "r-1"),
  event("run.started", { worker: "w" }, "r-1"),
];
export const says = (text: string, part = "p-1"): NewEvent => event("text.appended", { message: "a-1", part, text }, "r-1");
export const said = (): NewEvent => event("message.finished", { message: "a-1" }, "r-1");
export const finished = (): NewEvent => event("run.finished", { durationMs: 1 }, "r-1");
export const asks = (over: Partial<EventBody<"approval.requested">> = {}, agentPath?: string[]): NewEvent =>
  event("approval.requested", { id: "ap-1", permission: "bash", title: "Run a command", patterns: ["ls"], always: ["ls *"], ...over }, "r-1", agentPath);

export function viewOf(events: readonly NewEvent[]): SessionView {
  return foldAll(events.map((each, i) => ({ ...each, seq: i + 1, at: START + i * 10, epoch: 1 })) as AnyEvent[]);
}

export function told(
  events: readonly NewEvent[],
  over: Partial<Showing> = {},
): { messages: Wanted[]; heldFrom: number | undefined; texts: string[]; view: SessionView } {
  const view = viewOf(events);
  const code = () => ({ id: "K7QD02MX", version: 0 });
  const all = {
    session: "s-1",
    view,
    cursor: 0,
    capabilities: chat,
    limit: (over.capabilities ?? chat).text.max,
    texts: english,
    now: START + 60_000,
    code,
    url: undefined,
  };
  const { messages, heldFrom } = transcript({ ...all, ...over });
  return { messages, heldFrom, texts: messages.map(({ content }) => content.text), view };
}
