import type { Block, SessionView } from "@open-cowork/shared";
import type { EarlierRun, SaidPiece } from "./ports.js";

/** Pieces handed to the engine at most. Far more than a crash can take: usually it has all of them. */
const MAX_PIECES = 400;

/**
 * What the log has of the runs before this one, oldest first; of a run that goes on also its own beginning. An engine that was
 * killed may have lost the end of it, or all: it stores its state beside the log, and a little later.
 */
export function earlierRuns(view: SessionView, run: string, goesOn = false): EarlierRun[] {
  const pieces = new Map<string, SaidPiece[]>();
  let room = MAX_PIECES;
  for (let i = view.blocks.length - 1; i >= 0 && room > 0; i--) {
    const block = view.blocks[i]!;
    const of = block.run === undefined || (block.run === run && !goesOn) ? undefined : view.runs[block.run];
    const piece = of === undefined || of.state === "queued" ? undefined : pieceOf(block);
    if (of === undefined || piece === undefined) continue;
    room -= 1;
    const said = pieces.get(of.id);
    if (said === undefined) pieces.set(of.id, [piece]);
    else said.push(piece);
  }
  // Runs are in the order of their prompts; blocks are not where a prompt waited while another run was writing.
  return Object.values(view.runs)
    .filter(({ id }) => pieces.has(id))
    .map(({ id, message }) => ({ message, said: pieces.get(id)!.reverse() }));
}

function pieceOf(block: Block): SaidPiece | undefined {
  if (block.type === "person") return { by: "person", message: block.id, text: block.text };
  if (block.type === "text") return block.text === "" ? undefined : { by: "agent", message: block.message, text: block.text };
  if (block.type !== "tool") return undefined;
  const { message, tool, input, state } = block;
  return { by: "tool", message, tool, input, result: state === "running" ? "It had not ended." : (block.output ?? block.error ?? "") };
}
