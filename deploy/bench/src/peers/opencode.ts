import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { serveCalls } from "../harness/serve-calls.js";

const START_DEADLINE_MS = 30_000;

let engine: ChildProcess | undefined;

/** Keeps a bare `opencode serve` for the benchmark and ends it when the benchmark has gone, however that went. Clients talk to OpenCode itself. */
const methods = {
  /** Starts it in a home of its own, with one provider: the model server at `modelUrl`. */
  async start({ home, modelUrl }: { home: string; modelUrl: string }): Promise<{ url: string }> {
    engine = spawn(binary(), ["serve", "--hostname", "127.0.0.1", "--port", "0"], {
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
    return { url: await listening(engine) };
  },
};
export type OpenCodePeer = typeof methods;

function binary(): string {
  const { resolve } = createRequire(import.meta.url);
  const manifest = resolve("opencode-ai/package.json");
  const { bin } = createRequire(import.meta.url)(manifest) as { bin: { opencode: string } };
  return join(dirname(manifest), bin.opencode);
}

function config(modelUrl: string): string {
  const options = { baseURL: modelUrl, apiKey: "none" };
  return JSON.stringify({
    provider: { scripted: { npm: "@ai-sdk/openai-compatible", name: "Scripted", options, models: { scripted: { name: "Scripted" } } } },
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

async function stop(): Promise<void> {
  if (engine === undefined || engine.exitCode !== null || engine.signalCode !== null) return;
  engine.kill("SIGKILL");
  await once(engine, "exit");
}

serveCalls(methods, stop);
