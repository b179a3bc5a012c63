import type { SessionEvent, WorkspaceMessage } from "@open-cowork/shared";

/** Framing of server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const HEARTBEAT = Buffer.from(": \n\n");
export const OPENED = Buffer.from(": open\n\n");
/** Read the view again, then come back with its cursor. */
export const RESET = Buffer.from("event: reset\ndata: {}\n\n");
/** Before this process ends a stream by its own will: come back in a second, spread by the client's jitter. */
export const COME_BACK = Buffer.from("retry: 1000\n\n");

/** JSON has no raw line break, so one data line holds it. */
export function eventFrame(event: SessionEvent): string {
  return `id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

export function workspaceFrame(message: WorkspaceMessage, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;
}
