/** Times of one turn, in milliseconds after the prompt was sent. */
export interface Turn {
  /** When the first text of the answer reached the client's event stream. */
  firstTextMs: number;
  /** When the client saw the turn's end. */
  doneMs: number;
}

/** Something that can be prompted: bare OpenCode, or Open Cowork in front of it. */
export interface TurnDriver {
  readonly name: string;
  /** A new thread whose event stream the client reads. Resolves with its id. */
  open(): Promise<string>;
  /** Prompts and resolves when the turn has ended. One turn a thread at a time. `seen` gets the data of each event with a piece of the answer's text. */
  turn(session: string, text: string, seen?: (data: string) => void): Promise<Turn>;
}
