import type { Block, SessionView } from "@open-cowork/shared";

type BlockOf<T extends Block["type"]> = Extract<Block, { type: T }>;
export type PersonBlock = BlockOf<"person">;
/** A step of the agent's work: a tool call, or the sub-agent that a call started. */
export type StepBlock = BlockOf<"tool"> | BlockOf<"subagent">;

/** One line of the transcript as it is laid out; its id is that of its first block. */
export type Row =
  | { kind: "block"; id: string; blocks: [Block] }
  /** Consecutive steps, in one group. */
  | { kind: "steps"; id: string; blocks: StepBlock[] }
  /** A call that changes a file: drawn as a diff, outside the group. */
  | { kind: "change"; id: string; blocks: [BlockOf<"tool">] }
  /** A queued prompt that was taken back. */
  | { kind: "withdrawn"; id: string; blocks: [PersonBlock] };

const CHANGES = new Set(["edit", "multiedit", "patch", "apply_patch"]);

/**
 * Lays blocks out as rows. Blocks are only ever appended, so each call handles the new ones alone: a 10,000-block thread
 * costs nothing while it streams.
 *
 * The log holds a queued prompt where it was written, in the middle of the answer to another. A reader expects it above its
 * own answer: it is held in {@link waiting} until its run shows a first sign.
 */
export class RowBuilder {
  /** Only grows between two resets; a group at its end may gain blocks. */
  readonly rows: Row[] = [];
  /** Prompts whose run has not begun to answer, oldest first: drawn after everything else. */
  readonly waiting: PersonBlock[] = [];
  #blocks: Block[] | undefined;
  #read = 0;
  #running: string | undefined;

  /** Returns true when it had to start over because `view` is another object than last time. */
  update(view: Pick<SessionView, "blocks" | "runs" | "subagents">): boolean {
    const fresh = this.#blocks !== view.blocks || this.#read > view.blocks.length;
    if (fresh) this.#reset(view.blocks);
    while (this.#read < view.blocks.length) this.#add(view.blocks[this.#read++]!, view);
    return fresh;
  }

  #reset(blocks: Block[]): void {
    this.rows.length = 0;
    this.waiting.length = 0;
    this.#blocks = blocks;
    this.#read = 0;
    this.#running = undefined;
  }

  #add(block: Block, view: Pick<SessionView, "runs" | "subagents">): void {
    if (block.type === "person") {
      const other = this.#running !== undefined && this.#running !== block.run;
      if (!block.steered && other) this.waiting.push(block);
      else {
        if (!block.steered) this.#running = block.run;
        this.#push(block);
      }
      return;
    }
    const prompt = this.#takeWaiting(block.run);
    if (block.type === "end") {
      if (this.#running === block.run) this.#running = undefined;
      if (wasWithdrawn(block, view)) {
        if (prompt) this.rows.push({ kind: "withdrawn", id: prompt.id, blocks: [prompt] });
        return;
      }
    } else if (block.run !== undefined) this.#running = block.run;
    if (prompt) this.#push(prompt);
    if (block.type === "tool" || block.type === "subagent") this.#step(block, view);
    else this.#push(block);
  }

  #push(block: Block): void {
    this.rows.push({ kind: "block", id: block.id, blocks: [block] });
  }

  #step(block: StepBlock, view: Pick<SessionView, "subagents">): void {
    if (block.type === "tool" && CHANGES.has(block.tool)) {
      this.rows.push({ kind: "change", id: block.id, blocks: [block] });
      return;
    }
    const last = this.rows.at(-1);
    if (last?.kind !== "steps") {
      this.rows.push({ kind: "steps", id: block.id, blocks: [block] });
      return;
    }
    const call = block.type === "subagent" ? callOf(view.subagents[block.key]) : undefined;
    const caller = call === undefined ? -1 : last.blocks.findIndex((step) => step.id === call);
    if (caller >= 0) last.blocks[caller] = block;
    else last.blocks.push(block);
  }

  #takeWaiting(run: string | undefined): PersonBlock | undefined {
    const index = this.waiting.findIndex((prompt) => prompt.run === run);
    return index < 0 ? undefined : this.waiting.splice(index, 1)[0];
  }
}

function wasWithdrawn(end: BlockOf<"end">, view: Pick<SessionView, "runs">): boolean {
  const run = end.run === undefined ? undefined : view.runs[end.run];
  return end.state === "aborted" && run !== undefined && run.startedAt === undefined;
}

/** The tool call that started a sub-agent, which its lane stands in for. */
function callOf(node: SessionView["subagents"][string] | undefined): string | undefined {
  return (node as { call?: string } | undefined)?.call;
}

/** Changes whenever the row must be drawn again. */
export function revisionOf(row: Row, view: Pick<SessionView, "runs" | "subagents" | "active">): string {
  let revision = "";
  for (const block of row.blocks) {
    revision += `${block.id}:${block.rev}`;
    if (block.type === "subagent") for (const step of view.subagents[block.key]?.blocks.slice(-3) ?? []) revision += `.${step.rev}`;
    if (block.type === "end") {
      const run = view.runs[block.run ?? ""];
      revision += `.${run?.cost}.${run?.tokens.output}.${run?.resumable}.${view.active ?? ""}`;
    }
  }
  return revision;
}
