import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { BenchContext } from "../benchmark.js";
import { nowMs } from "../measure/stats.js";
import { json } from "./json-http.js";
import { readEvents } from "./sse.js";
import { tempDir } from "./temp-dir.js";
import type { Turn, TurnDriver } from "./turn-driver.js";

const START_DEADLINE_MS = 30_000;
const SESSION_EVENT = /"sessionID":"([^"]+)"/;

/** `opencode serve` driven directly over its own HTTP and event stream: what everything we add is measured against. */
export class BareOpenCode implements TurnDriver {
  readonly name = "bare OpenCode";
  readonly #turns = new Map<string, { firstText(): void; idle(): void }>();

  private constructor(private readonly url: string) {}

  /** Starts it in a home of its own, with one provider: the model server at `modelUrl`. */
  static async start(context: BenchContext, modelUrl: string): Promise<BareOpenCode> {
    const home = await tempDir(context, "opencode");
    const child = spawn(binary(), ["serve", "--hostname", "127.0.0.1", "--port", "0"], {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        OPENCODE_DISABLE_MODELS_FETCH: "1",
        OPENCODE_DISABLE_AUTOUPDATE: "1",
        OPENCODE_CONFIG_CONTENT: config(modelUrl),
      },
      stdio: ["ignore", "pipe", "ignore"],
    });
    context.defer(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    });
    const driver = new BareOpenCode(await listening(child));
    const hangUp = await readEvents({ url: `${driver.url}/event` }, ({ data }) => driver.#seen(data));
    context.defer(hangUp);
    return driver;
  }

  async open(): Promise<string> {
    const { id } = await json<{ id: string }>({ method: "POST", url: `${this.url}/session`, body: { title: "Benchmark" } });
    return id;
  }

  turn(session: string, text: string): Promise<Turn> {
    const started = nowMs();
    const turn: Turn = { firstTextMs: Number.NaN, doneMs: Number.NaN };
    return new Promise((resolve, reject) => {
      this.#turns.set(session, {
        firstText: () => {
          if (Number.isNaN(turn.firstTextMs)) turn.firstTextMs = nowMs() - started;
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
    if (data.includes('"type":"message.part.delta"')) this.#turns.get(SESSION_EVENT.exec(data)?.[1] ?? "")?.firstText();
    else if (data.includes('"type":"session.idle"')) this.#turns.get(SESSION_EVENT.exec(data)?.[1] ?? "")?.idle();
  }
}

function binary(): string {
  const manifest = createRequire(import.meta.url).resolve("opencode-ai/package.json");
  const { bin } = createRequire(import.meta.url)(manifest) as { bin: { opencode: string } };
  return join(dirname(manifest), bin.opencode);
}

function config(modelUrl: string): string {
  return JSON.stringify({
    provider: {
      scripted: {
        npm: "@ai-sdk/openai-compatible",
        name: "Scripted",
        options: { baseURL: modelUrl, apiKey: "none" },
        models: { scripted: { name: "Scripted" } },
      },
    },
    model: "scripted/scripted",
    small_model: "scripted/scripted",
    autoupdate: false,
    share: "disabled",
  });
}

async function listening(child: ChildProcess): Promise<string> {
  const timer = setTimeout(() => child.kill("SIGKILL"), START_DEADLINE_MS);
  try {
    for await (const line of createInterface({ input: child.stdout! })) {
      const url = /http:\/\/\S+/.exec(line)?.[0];
      if (url === undefined) continue;
      child.stdout!.resume();
      return url;
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`opencode serve did not start within ${START_DEADLINE_MS} ms`);
}
