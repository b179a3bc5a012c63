import { callId } from "./call-id.js";
import { changesOf } from "./file-changes.js";
import type { SessionNode, ToolTrack } from "./node.js";
import { shownPath } from "./paths.js";
import type { ToolPart } from "./schemas.js";
import type { SessionMapper } from "./session-mapper.js";
import { cleanMetadata, cutOutput } from "./tool-output.js";

/** A running tool's output is told at most this often: each telling carries all of it. */
const OUTPUT_EVERY_MS = 200;

type Running = Extract<ToolPart["state"], { status: "running" }>;
type Ended = Extract<ToolPart["state"], { status: "completed" | "error" }>;

export function onTool(mapper: SessionMapper, node: SessionNode, part: ToolPart): void {
  if (!node.messages.has(part.messageID)) return;
  const track = node.tools.get(callId(part)) ?? start(mapper, node, part);
  if (track.finished) return;
  if (part.state.status === "running") onRunning(mapper, node, track, part.state);
  else if (part.state.status !== "pending") onEnded(mapper, node, track, part, part.state);
}

function start(mapper: SessionMapper, node: SessionNode, part: ToolPart): ToolTrack {
  const track: ToolTrack = { call: callId(part), tool: part.tool, described: false, finished: false, flushedAt: Number.NEGATIVE_INFINITY };
  node.tools.set(track.call, track);
  const input = part.state.status === "pending" ? undefined : part.state.input;
  track.described = input !== undefined;
  mapper.emit(node, "tool.started", { message: part.messageID, call: track.call, tool: part.tool, input });
  return track;
}

function onRunning(mapper: SessionMapper, node: SessionNode, track: ToolTrack, state: Running): void {
  const child = state.metadata.sessionId;
  if (typeof child === "string") track.child ??= child;
  if (!track.described) {
    track.described = true;
    mapper.emit(node, "tool.updated", { call: track.call, title: titleOf(mapper, state.title), input: state.input });
  }
  const { output } = state.metadata;
  if (typeof output !== "string" || output === "" || output === track.pendingOutput) return;
  track.pendingOutput = output;
  // The clock may be set back while a tool runs.
  const wait = Math.min(OUTPUT_EVERY_MS, track.flushedAt + OUTPUT_EVERY_MS - mapper.host.now());
  if (wait <= 0) flush(mapper, node, track);
  else track.cancelFlush ??= mapper.host.after(wait, () => flush(mapper, node, track));
}

function flush(mapper: SessionMapper, node: SessionNode, track: ToolTrack): void {
  track.cancelFlush?.();
  track.cancelFlush = undefined;
  if (track.finished || track.pendingOutput === undefined) return;
  track.flushedAt = mapper.host.now();
  mapper.emit(node, "tool.updated", { call: track.call, output: cutOutput(track.pendingOutput) });
}

function onEnded(mapper: SessionMapper, node: SessionNode, track: ToolTrack, part: ToolPart, state: Ended): void {
  track.finished = true;
  track.cancelFlush?.();
  mapper.emit(node, "tool.finished", {
    call: track.call,
    status: state.status,
    title: state.status === "completed" ? titleOf(mapper, state.title) : undefined,
    input: state.input,
    output: state.status === "completed" ? cutOutput(state.output) : undefined,
    error: state.status === "error" ? state.error : undefined,
    metadata: cleanMetadata(state.metadata),
    durationMs: Math.max(0, (state.time.end ?? state.time.start) - state.time.start),
  });
  node.changes.push(...changesOf(part, mapper.host.directory));
}

function titleOf(mapper: SessionMapper, title: string | undefined): string | undefined {
  return title ? shownPath(mapper.host.directory, title) : undefined;
}
