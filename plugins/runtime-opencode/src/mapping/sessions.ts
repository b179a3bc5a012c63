import type { z } from "zod";
import { isAbort, toFailure } from "./failures.js";
import { finishMessages } from "./messages.js";
import type { SessionNode } from "./node.js";
import type { EngineFailure, sessionInfoSchema, sessionStatusSchema } from "./schemas.js";
import type { SessionMapper } from "./session-mapper.js";

/** OpenCode appends this to the title of a sub-agent's session. */
const SUBAGENT_SUFFIX = / \(@(\S+) subagent\)$/;

export function onSessionCreated(mapper: SessionMapper, info: z.output<typeof sessionInfoSchema>): void {
  if (info.parentID === undefined || mapper.nodes.has(info.id)) return;
  const node = mapper.adopt(info.id, info.parentID);
  const parent = mapper.nodes.get(info.parentID);
  if (node === undefined || parent === undefined) return;
  const call = [...parent.tools.values()].find((tool) => tool.tool === "task" && !tool.finished && tool.child === undefined);
  if (call !== undefined) call.child = info.id;
  node.busy = true;
  mapper.emit(node, "subagent.started", {
    agent: info.agent ?? SUBAGENT_SUFFIX.exec(info.title)?.[1] ?? "",
    title: info.title.replace(SUBAGENT_SUFFIX, ""),
    call: call?.call,
  });
}

export function onStatus(mapper: SessionMapper, session: string, status: z.output<typeof sessionStatusSchema>): void {
  const node = mapper.nodes.get(session);
  if (node === undefined) return;
  if (node === mapper.root) onRootStatus(mapper, status);
  else if (status.type !== "idle") node.busy = true;
  else endSubagent(mapper, node, node.ending);
}

export function onSessionError(mapper: SessionMapper, session: string, error: EngineFailure | undefined): void {
  const node = mapper.nodes.get(session);
  if (node === undefined || error === undefined) return;
  node.ending = isAbort(error) ? "aborted" : "failed";
  if (node !== mapper.root) return;
  if (isAbort(error)) mapper.host.signals.aborted();
  else mapper.host.signals.failed(toFailure(error));
}

/** Sub-agents that the end of the turn cut off. */
export function endSubagents(mapper: SessionMapper): void {
  for (const node of mapper.nodes.values()) if (node !== mapper.root) endSubagent(mapper, node, "aborted");
}

function endSubagent(mapper: SessionMapper, node: SessionNode, status: SessionNode["ending"]): void {
  if (!node.busy) return;
  node.busy = false;
  finishMessages(mapper, node);
  mapper.emit(node, "subagent.finished", { status });
}

function onRootStatus(mapper: SessionMapper, status: z.output<typeof sessionStatusSchema>): void {
  if (status.type === "retry") {
    mapper.retrying = true;
    mapper.emit(mapper.root, "run.retrying", { attempt: status.attempt, message: status.message.slice(0, 1_000), nextAt: status.next });
    return;
  }
  if (status.type === "idle") {
    mapper.host.signals.idle();
    return;
  }
  if (!mapper.retrying) return;
  mapper.retrying = false;
  mapper.emit(mapper.root, "run.continued", {});
}
