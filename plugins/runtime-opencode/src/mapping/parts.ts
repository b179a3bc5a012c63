import type { SessionNode, TextTrack } from "./node.js";
import { PartText } from "./part-text.js";
import { shownPath } from "./paths.js";
import type { TextPart } from "./schemas.js";
import type { SessionMapper } from "./session-mapper.js";

export interface PartDelta {
  sessionID: string;
  messageID: string;
  partID: string;
  field: string;
  delta: string;
}

/** A delta of a part that is not known yet is dropped: the full text that follows brings it. */
export function onTextDelta(mapper: SessionMapper, { sessionID, partID, field, delta }: PartDelta): void {
  const node = mapper.nodes.get(sessionID);
  const track = node?.texts.get(partID);
  if (node === undefined || track === undefined || field !== "text" || delta === "") return;
  track.text.append(delta);
  append(mapper, node, track, partID, delta);
}

export function onText(mapper: SessionMapper, node: SessionNode, part: TextPart): void {
  const message = node.messages.get(part.messageID);
  if (message === undefined || message.info.summary || part.synthetic || part.ignored) return;
  const track: TextTrack = node.texts.get(part.id) ?? { type: part.type, message: part.messageID, text: new PartText(), done: false };
  node.texts.set(part.id, track);
  const change = track.text.reconcile(part.text, part.time?.end !== undefined);
  if (change.kind === "appended") append(mapper, node, track, part.id, change.text);
  else if (change.kind === "replaced" && track.type === "text")
    mapper.emit(node, "text.replaced", { message: part.messageID, part: part.id, text: change.text });
  if (part.time?.end === undefined || track.done) return;
  track.done = true;
  if (track.type === "reasoning" && track.text.emitted !== "")
    mapper.emit(node, "reasoning.finished", { message: part.messageID, part: part.id, durationMs: Math.max(0, part.time.end - part.time.start) });
}

/** The engine's own list of changed files (workspaces under version control): what no tool has told yet. */
export function onPatch(mapper: SessionMapper, node: SessionNode, part: { messageID: string; files: string[] }): void {
  if (!node.messages.has(part.messageID)) return;
  const told = new Set(node.changes.map((change) => change.path));
  const files = part.files.map((file) => shownPath(mapper.host.directory, file)).filter((path) => !told.has(path));
  node.changes.push(...files.map((path) => ({ path, additions: 0, deletions: 0, status: "modified" as const })));
}

function append(mapper: SessionMapper, node: SessionNode, track: TextTrack, part: string, text: string): void {
  mapper.emit(node, track.type === "text" ? "text.appended" : "reasoning.appended", { message: track.message, part, text });
}
