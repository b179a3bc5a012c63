import type { SendOutcome } from "@open-cowork/shared";

/** Numbers of one provider since the start of the process. */
export class ProviderNumbers {
  claimed = 0;
  known = 0;
  rejected = 0;
  /** Sum of the times from taking an event to its being stored, and how many there were. */
  acceptMs = 0;
  accepted = 0;
  readonly sent = new Map<SendOutcome["state"] | "dead", number>();

  count(outcome: SendOutcome["state"] | "dead"): void {
    this.sent.set(outcome, (this.sent.get(outcome) ?? 0) + 1);
  }
}
