import type { Block, SessionView } from "@open-cowork/shared";
import type { EarlierRun, SaidPiece } from "./ports.js";

/** Pieces handed to the engine at most. Far more than a crash can take: usually it has all of them. */
const MAX_PIECES = 400;

/**
 * What the log has of the last `runs` runs before this one, oldest first; of a run that goes on also its own beginning. An engine that was
 * killed may have lost the end of it, or all: it stores its state beside the log, and a little later.
 */
export function earlierRuns(view: SessionView, run: string, { goesOn = false, runs = Number.POSITIVE_INFINITY } = {}): EarlierRun[] {
  const pieces = new Map<string, SaidPiece[]>();
  const whole = new Set<string>();
  let room = MAX_PIECES;
  for (let i = view.blocks.length - 1; i >= 0 && room > 0 && whole.size < runs; i--) {
    const block = view.blocks[i]!;
    const of = block.run === undefined || (block.run === run && !goesOn) ? undefined : view.runs[block.run];
    const piece = of === undefined || of.state === "queued" ? undefined : pieceOf(block);
    if (of === undefined || piece === undefined || (pieces.size === runs && !pieces.has(of.id))) continue;
    room -= 1;
    const said = pieces.get(of.id);
    if (said === undefined) pieces.set(of.id, [piece]);
    else said.push(piece);
    // What a run was asked comes before all it said.
    if (block.id === of.message) whole.add(of.id);
  }
  // Runs are in the order of their prompts; blocks are not where a prompt waited while another run was writing.
  const ids = runs === 1 ? [...pieces.keys()] : Object.keys(view.runs).filter((id) => pieces.has(id));
  return ids.map((id) => ({ message: view.runs[id]!.message, said: pieces.get(id)!.reverse() }));
}

function pieceOf(block: Block): SaidPiece | undefined {
  if (block.type === "person") return { by: "person", message: block.id, text: block.text };
  if (block.type === "text") return block.text === "" ? undefined : { by: "agent", message: block.message, text: block.text };
  if (block.type !== "tool") return undefined;
  const { message, tool, input, state } = block;
  return { by: "tool", message, tool, input, result: state === "running" ? "It had not ended." : (block.output ?? block.error ?? "") };
}
