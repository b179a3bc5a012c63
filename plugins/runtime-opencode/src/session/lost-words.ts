import type { EarlierRun, SaidPiece } from "@open-cowork/core/sessions";

/** What an engine has of a thread. */
export interface Knowledge {
  /** It has this message of a person. */
  heard(message: string): boolean;
  /** It has this message of the agent to its end. */
  completed(message: string): boolean;
}

/** Above this the oldest words are left out: they would fill the model's context. */
const MAX_CHARS = 200_000;

/**
 * What the log has of a conversation and the engine has not. The engine loses the end of its memory, never the middle: when it
 * has a message, it was told whatever was missing before that.
 */
export function lostWords(earlier: (runs: number) => readonly EarlierRun[], engine: Knowledge): SaidPiece[] {
  const missingOf = ({ said }: EarlierRun) => said.filter((piece) => !(piece.by === "person" ? engine.heard(piece.message) : engine.completed(piece.message)));
  // As it nearly always is: the engine has the last run, and so all of them.
  if (earlier(1).every((run) => engine.heard(run.message) && missingOf(run).length === 0)) return [];
  const lost: SaidPiece[][] = [];
  let room = MAX_CHARS;
  for (const run of earlier(Number.POSITIVE_INFINITY).toReversed()) {
    const { message, said } = run;
    const missing = missingOf(run);
    room -= missing.reduce((sum, piece) => sum + wordsOf(piece).length, 0);
    if (room < 0) break;
    lost.unshift(missing);
    if (engine.heard(message) || said.some((piece) => piece.by === "person" && engine.heard(piece.message))) break;
  }
  return lost.flat();
}

/** For the model to read. Neighbouring words of one speaker stay apart, since they were separate messages. */
export function tell(pieces: readonly SaidPiece[]): string {
  return pieces.map(wordsOf).join("\n\n");
}

function wordsOf(piece: SaidPiece): string {
  if (piece.by === "tool") return `<tool name="${piece.tool}">\n${JSON.stringify(piece.input ?? {})}\n${piece.result}\n</tool>`;
  const tag = piece.by === "person" ? "asked" : "shown";
  return `<${tag}>\n${piece.text}\n</${tag}>`;
}
