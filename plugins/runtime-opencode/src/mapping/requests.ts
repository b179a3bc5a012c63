import { toApproval } from "./approval.js";
import { callId } from "./call-id.js";
import type { PermissionAsked, QuestionAsked } from "./schemas.js";
import type { SessionMapper } from "./session-mapper.js";

export function onPermissionAsked(mapper: SessionMapper, request: PermissionAsked): void {
  const node = mapper.nodes.get(request.sessionID);
  if (node === undefined || mapper.approvals.has(request.id) || mapper.host.allowed(request)) return;
  mapper.approvals.set(request.id, request);
  mapper.emit(node, "approval.requested", toApproval(request, mapper.host.directory));
}

/** Requests that we answer are forgotten first, so one that is still known was settled by the engine: it rejects all of a session with one. */
export function onPermissionReplied(mapper: SessionMapper, reply: { sessionID: string; requestID: string }): void {
  const node = mapper.nodes.get(reply.sessionID);
  if (node === undefined || !mapper.approvals.delete(reply.requestID)) return;
  mapper.emit(node, "approval.expired", { id: reply.requestID, reason: "Another request of the same run was rejected." });
}

export function onQuestionAsked(mapper: SessionMapper, request: QuestionAsked): void {
  const node = mapper.nodes.get(request.sessionID);
  if (node === undefined || mapper.questions.has(request.id)) return;
  mapper.questions.add(request.id);
  mapper.emit(node, "question.requested", {
    id: request.id,
    questions: request.questions.map(({ multiple = false, custom = true, ...question }) => ({ ...question, multiple, custom })),
    call: request.tool && callId(request.tool),
  });
}
