import type { HealthReport } from "@open-cowork/core/kernel";
import type { ChatSink } from "@open-cowork/core/transport";
import type { SendOutcome } from "@open-cowork/shared";

/** Tells the operator when the other side becomes trouble and when it is well again, and not each time. */
export class PeerHealth {
  #state: HealthReport["state"] = "ok";

  note(outcome: SendOutcome, sink: Pick<ChatSink, "health"> | undefined): void {
    const report = reportOf(outcome);
    if (!report || report.state === this.#state) return;
    this.#state = report.state;
    sink?.health(report);
  }
}

function reportOf(outcome: SendOutcome): HealthReport | undefined {
  switch (outcome.state) {
    case "delivered":
      return { state: "ok" };
    case "deferred":
    case "unknown":
      return { state: "degraded", detail: outcome.reason };
    case "refused":
      if (outcome.code === "unauthorised") return { state: "failed", detail: `${outcome.reason}. Check that both sides have the same secret.` };
      if (outcome.code === "not_allowed" || outcome.code === "redirected") return { state: "failed", detail: `${outcome.reason}. Check url.` };
      // It is about that message or conversation, and says nothing about the other side.
      return undefined;
  }
}
