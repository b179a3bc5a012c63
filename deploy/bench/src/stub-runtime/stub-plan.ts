/** What the stub runtime does with a prompt; the prompt's text carries it as JSON. */
export interface StubPlan {
  /** Text events. */
  texts: number;
  /** How many parts of the answer they take turns in; neighbours of one part would be merged into one event. Default: each has its own. */
  parts?: number;
  /** Pause before each text event; 0 emits all of them at once. */
  everyMs: number;
  /** Characters of each text. Default 12, about a token with its neighbours. */
  chars?: number;
  /** Finished tool calls (two events each) after the texts. Default 0. */
  tools?: number;
  /** Each text begins with the time of its emission, see `stamp`. */
  stamped?: boolean;
  /** Tells this prompt from all others, for whoever counts them; played like any other. */
  key?: string;
}

export function writePlan(plan: StubPlan): string {
  return JSON.stringify(plan);
}

/** @throws SyntaxError for a prompt that is no plan */
export function readPlan(text: string): StubPlan {
  return JSON.parse(text) as StubPlan;
}
