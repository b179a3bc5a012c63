import { nowMs } from "@open-cowork/testkit/stamp";
import type { Cloud } from "./cloud.js";
import { readEvents } from "./sse.js";
import type { Turn, TurnDriver } from "./turn-driver.js";

/** Prompts Open Cowork as a browser does: a command by POST, everything else from the thread's event stream. */
export class CloudDriver implements TurnDriver {
  readonly name = "Open Cowork";
  readonly #turns = new Map<string, { text(data: string): void; ended(kind: string, data: string): void }>();

  constructor(
    private readonly cloud: Cloud,
    private readonly defer: (cleanup: () => void) => void,
  ) {}

  async open(): Promise<string> {
    const { id, headSeq } = await this.cloud.createSession();
    const hangUp = await readEvents({ url: this.cloud.eventsUrl(id, headSeq), headers: this.cloud.headers }, ({ event = "", data }) => {
      if (event === "text.appended") this.#turns.get(id)?.text(data);
      else if (/^run\.(finished|failed|aborted|interrupted)$/.test(event)) this.#turns.get(id)?.ended(event, data);
    });
    this.defer(hangUp);
    return id;
  }

  turn(session: string, text: string, seen?: (data: string) => void): Promise<Turn> {
    const started = nowMs();
    const turn: Turn = { firstTextMs: Number.NaN, doneMs: Number.NaN };
    return new Promise((resolve, reject) => {
      this.#turns.set(session, {
        text: (data) => {
          if (Number.isNaN(turn.firstTextMs)) turn.firstTextMs = nowMs() - started;
          seen?.(data);
        },
        ended: (kind, data) => {
          this.#turns.delete(session);
          turn.doneMs = nowMs() - started;
          if (kind === "run.finished") resolve(turn);
          else reject(new Error(`The run ended with ${kind}: ${data}`));
        },
      });
      this.cloud.prompt(session, text).catch(reject);
    });
  }
}
