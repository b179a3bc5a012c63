import type { ApprovalAnswer } from "@open-cowork/shared";

/** What a reader asks for from inside the transcript; the page carries it out. */
export type ThreadRequest =
  | { type: "approve"; approval: string; answer: ApprovalAnswer; note?: string }
  | { type: "answer"; question: string; answers: string[][] }
  | { type: "decline"; question: string }
  | { type: "resume"; run: string }
  /** Sends the prompt of a run again as a new one. */
  | { type: "again"; run: string }
  | { type: "withdraw"; run: string }
  | { type: "resend"; prompt: string }
  | { type: "discard"; prompt: string }
  | { type: "open-subagent"; key: string }
  | { type: "open-artifact"; artifact: string; name: string; mime: string };

const THREAD_REQUEST = "oc-thread-request";

/** Bubbles to the page through shadow roots. */
export function request(from: HTMLElement, detail: ThreadRequest): void {
  from.dispatchEvent(new CustomEvent<ThreadRequest>(THREAD_REQUEST, { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    "oc-thread-request": CustomEvent<ThreadRequest>;
  }
}
