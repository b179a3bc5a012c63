import { type Block, event, type NewEvent, type SessionView } from "@open-cowork/shared";

/** The transcripts of a session that a run can have written to: the root's and its sub-agents'. */
function transcripts(view: SessionView, run: string): { path?: string[]; blocks: readonly Block[] }[] {
  const nodes = Object.values(view.subagents).filter((node) => node.run === run);
  return [{ blocks: view.blocks }, ...nodes.map(({ path, blocks }) => ({ path, blocks }))];
}

function* runningTools(view: SessionView, run: string): Generator<{ path?: string[]; block: Extract<Block, { type: "tool" }> }> {
  for (const { path, blocks } of transcripts(view, run)) {
    for (let i = blocks.length - 1; i >= 0; i--) {
      const block = blocks[i]!;
      if (block.type === "person" && !block.steered && path === undefined) break;
      if (block.type === "tool" && block.state === "running" && block.run === run) yield { path, block };
    }
  }
}

/** Open requests of a run. */
export function pendingRequests(view: SessionView, run: string): { approvals: string[]; questions: string[] } {
  const ids = (records: Record<string, { id: string; run?: string; state: string }>) =>
    Object.values(records)
      .filter((request) => request.run === run && request.state === "pending")
      .map(({ id }) => id);
  return { approvals: ids(view.approvals), questions: ids(view.questions) };
}

/** True while something with effects outside the transcript may be half done. */
export function toolInFlight(view: SessionView, run: string): boolean {
  return !runningTools(view, run).next().done;
}

/** What has to be closed before a run may end: tools that never reported back, sub-agents, open requests. */
export function closingEvents(view: SessionView, run: string, now: number, reason: string): NewEvent[] {
  const events: NewEvent[] = [];
  for (const { path, block } of runningTools(view, run))
    events.push(event("tool.finished", { call: block.id, status: "error", error: reason, durationMs: Math.max(0, now - block.at) }, run, path));
  for (const node of Object.values(view.subagents))
    if (node.run === run && node.state === "running") events.push(event("subagent.finished", { status: "aborted" }, run, node.path));
  const { approvals, questions } = pendingRequests(view, run);
  for (const id of approvals) events.push(event("approval.expired", { id, reason }, run));
  for (const id of questions) events.push(event("question.expired", { id, reason }, run));
  return events;
}

/** Messages steered into a run that nothing of the agent followed: the engine may never have seen them. */
export function unansweredSteers(view: SessionView, run: string): Extract<Block, { type: "person" }>[] {
  const steers: Extract<Block, { type: "person" }>[] = [];
  for (let i = view.blocks.length - 1; i >= 0; i--) {
    const block = view.blocks[i]!;
    if (block.run !== run || block.type === "end") continue;
    if (block.type !== "person" || !block.steered) break;
    steers.unshift(block);
  }
  return steers;
}
