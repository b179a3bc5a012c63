import { isAbort, toFailure } from "./failures.js";
import type { MessageTrack, SessionNode } from "./node.js";
import type { AssistantInfo, MessageInfo } from "./schemas.js";
import type { SessionMapper } from "./session-mapper.js";

export function onMessage(mapper: SessionMapper, info: MessageInfo): void {
  const node = mapper.nodes.get(info.sessionID);
  if (node === undefined) return;
  if (info.role === "user") {
    if (node === mapper.root) mapper.host.signals.said(info.id);
    return;
  }
  if (node.past.has(info.id)) return;
  const known = node.messages.get(info.id);
  if (known === undefined) start(mapper, node, info);
  else known.info = info;
  const track = node.messages.get(info.id)!;
  // An update may carry the end of the answer before the parts of it: the engine sends its live object. Only the end of
  // the step, or an error, makes it final.
  if (info.time.completed !== undefined && (track.stepped || info.error !== undefined)) finish(mapper, node, track);
}

export function onStepFinish(mapper: SessionMapper, node: SessionNode, message: string): void {
  const track = node.messages.get(message);
  if (track !== undefined) track.stepped = true;
  if (node.changes.length > 0) mapper.emit(node, "files.changed", { files: node.changes.splice(0) });
}

/** Ends the answers that the engine will not end any more. */
export function finishMessages(mapper: SessionMapper, node: SessionNode): void {
  for (const track of node.messages.values()) finish(mapper, node, track);
}

function start(mapper: SessionMapper, node: SessionNode, info: AssistantInfo): void {
  finishMessages(mapper, node);
  node.messages.set(info.id, { info, stepped: false, finished: false });
  if (info.summary) return;
  mapper.emit(node, "message.started", { message: info.id, agent: info.agent, model: modelOf(info) });
}

function finish(mapper: SessionMapper, node: SessionNode, track: MessageTrack): void {
  if (track.finished) return;
  track.finished = true;
  const { info } = track;
  const aborted = info.error !== undefined && isAbort(info.error);
  const { input, output, reasoning, cache } = info.tokens;
  if (input + output + reasoning + cache.read + cache.write > 0)
    mapper.emit(node, "usage.recorded", {
      message: info.id,
      model: modelOf(info),
      tokens: { input, output, reasoning, cacheRead: cache.read, cacheWrite: cache.write },
      cost: info.cost,
      contextLimit: mapper.host.contextLimit(modelOf(info)),
    });
  if (!info.summary)
    mapper.emit(node, "message.finished", {
      message: info.id,
      finish: aborted ? "aborted" : info.finish,
      error: info.error === undefined || aborted ? undefined : toFailure(info.error),
    });
  if (node === mapper.root) mapper.host.signals.answered();
}

function modelOf(info: AssistantInfo): { provider: string; model: string } {
  return { provider: info.providerID, model: info.modelID };
}
