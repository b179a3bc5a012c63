import type { Block } from "@open-cowork/shared";
import { html, nothing } from "lit";
import type { ApprovalDecision } from "../../approvals/decision.js";
import type { QuestionDecision } from "../../approvals/question-card/oc-question-card.js";
import { request } from "../thread-events.js";
import type { RowHost } from "./row-host.js";

/** An approval or a question, open or decided. */
export function decisionRow(host: RowHost, block: Extract<Block, { type: "approval" | "question" }>) {
  const { scope } = host;
  const id = block.type === "approval" ? block.approval : block.question;
  const state = scope.deciding.get(id);
  const sending = state === "sending";
  const problem = state === undefined || state === "sending" ? undefined : state;
  if (block.type === "approval") {
    const approval = scope.view.approvals[id];
    if (!approval) return nothing;
    return html`<div class=${approval.state === "pending" ? "" : "rail"}><oc-approval-card
      .approval=${approval}
      .revision=${host.revision}
      .me=${scope.me}
      .sending=${sending}
      .problem=${problem}
      .locked=${!scope.canDecide}
      @oc-approval-decided=${(event: CustomEvent<ApprovalDecision>) => request(host, { type: "approve", ...event.detail })}
    ></oc-approval-card></div>`;
  }
  const question = scope.view.questions[id];
  if (!question) return nothing;
  return html`<div class=${question.state === "pending" ? "" : "rail"}><oc-question-card
    .question=${question}
    .revision=${host.revision}
    .me=${scope.me}
    .sending=${sending}
    .problem=${problem}
    .locked=${!scope.canDecide}
    @oc-question-decided=${({ detail }: CustomEvent<QuestionDecision>) =>
      request(host, "declined" in detail ? { type: "decline", question: detail.question } : { type: "answer", ...detail })}
  ></oc-question-card></div>`;
}
