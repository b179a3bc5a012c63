/** One thing an answer does. */
export type Move = { text: string } | { reasoning: string } | { tool: string; input: Record<string, unknown> };

/** What a scene knows when it is asked for its next answer. */
export interface Situation {
  /** What the person wrote. */
  said: string;
  /** 0 for the first answer to a prompt, one more after each round of tool results. */
  round: number;
  /** Results of the tools of the last round, as the engine reports them. */
  results: string[];
  /** Names of the tools that the engine offers. */
  tools: ReadonlySet<string>;
  /** Folder that the engine works in, when it said so. */
  directory: string | undefined;
}

/** A small play: says which prompts it is for, and what to do in each round. An answer without a tool ends it. */
export interface Scene {
  name: string;
  /** How to ask for it, as the help shows it. */
  invitation: string;
  matches: RegExp;
  /** Tools without which it cannot be played. */
  needs: readonly string[];
  play(situation: Situation): Move[];
}
