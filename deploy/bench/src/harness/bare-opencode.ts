import { nowMs } from "@open-cowork/testkit/stamp";
import type { BenchContext } from "../benchmark.js";
import type { OpenCodePeer } from "../peers/opencode.js";
import { json } from "./json-http.js";
import { Peer } from "./peer.js";
import { readEvents } from "./sse.js";
import { tempDir } from "./temp-dir.js";
import type { Turn, TurnDriver } from "./turn-driver.js";

const SESSION_EVENT = /"sessionID":"([^"]+)"/;

/** `opencode serve` driven directly over its own HTTP and event stream: what everything we add is measured against. */
export class BareOpenCode implements TurnDriver {
  readonly name = "bare OpenCode";
  readonly #turns = new Map<string, { text(data: string): void; idle(): void }>();

  private constructor(private readonly url: string) {}

  /** Starts it in a home of its own, with one provider: the model server at `modelUrl`. */
  static async start(context: BenchContext, modelUrl: string): Promise<BareOpenCode> {
    const home = await tempDir(context, "opencode");
    const peer = await Peer.start<OpenCodePeer>(context, { module: "opencode" });
    const { url } = await peer.call.start({ home, modelUrl });
    const driver = new BareOpenCode(url);
    const hangUp = await readEvents({ url: `${driver.url}/event` }, ({ data }) => driver.#seen(data));
    context.defer(hangUp);
    return driver;
  }

  async open(): Promise<string> {
    const { id } = await json<{ id: string }>({ method: "POST", url: `${this.url}/session`, body: { title: "Benchmark" } });
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
        idle: () => {
          this.#turns.delete(session);
          turn.doneMs = nowMs() - started;
          resolve(turn);
        },
      });
      const body = { model: { providerID: "scripted", modelID: "scripted" }, parts: [{ type: "text", text }] };
      json({ method: "POST", url: `${this.url}/session/${session}/prompt_async`, body }).catch(reject);
    });
  }

  /** Looks at the text of an event before parsing it: the baseline must not pay for our reader. */
  #seen(data: string): void {
    if (data.includes('"type":"message.part.delta"')) this.#turns.get(SESSION_EVENT.exec(data)?.[1] ?? "")?.text(data);
    else if (data.includes('"type":"session.idle"')) this.#turns.get(SESSION_EVENT.exec(data)?.[1] ?? "")?.idle();
  }
}
