import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Log } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import type { Options } from "../options.js";
import { findOpenCode, ripgrepDirectory } from "./binary.js";
import { Engine, type EngineListener } from "./engine.js";
import { EngineClient } from "./engine-client.js";
import { type EngineSetup, engineConfig } from "./engine-config.js";
import { engineEnvironment } from "./environment.js";
import { freePort } from "./free-port.js";
import { ENGINE_MARK, spawnGuarded } from "./guard.js";
import { settlePackages } from "./settle-packages.js";

/** Versions whose events and routes the mapping was made for. */
const SUPPORTED = /^1\.18\./;

export interface StartEngine {
  id: string;
  options: Options;
  setup: EngineSetup;
  /** Private directory of the tenant's engines. */
  home: string;
  mark: string;
  hostEnvironment: Readonly<Record<string, string>>;
  relay: { url(provider: string): string; token: string };
  clock: Clock;
  log: Log;
  listener: EngineListener;
}

/** Starts an engine and resolves when its events flow. @throws AppError `runtime.missing`, `runtime.version`, `runtime.unavailable` */
export async function startEngine(start: StartEngine): Promise<Engine> {
  const { id, options, clock, log, listener } = start;
  const program = findOpenCode(options.binary);
  const password = randomBytes(24).toString("base64url");
  const port = await freePort();
  const env = await prepareHome(start, password);
  const child = spawnGuarded({
    program,
    args: ["serve", "--hostname", "127.0.0.1", "--port", String(port), "--log-level", "WARN"],
    cwd: start.home,
    env,
  });
  const client = new EngineClient(`http://127.0.0.1:${port}`, password);
  let said = "";
  for (const output of [child.stdout, child.stderr]) output?.on("data", (bytes: Buffer) => (said = `${said}${bytes}`.slice(-4_000)));
  try {
    const pid = await within(
      clock,
      options.startTimeoutMs,
      listening(child, () => said),
    );
    const { version } = await client.health();
    if (!SUPPORTED.test(version)) throw new AppError("runtime.version", { message: `OpenCode ${version} is not supported; install 1.18.x.` });
    const engine = new Engine({ id, setup: start.setup, child, pid, client, version, clock, log, listener });
    await engine.connect();
    return engine;
  } catch (error) {
    child.stdin?.end();
    await client.close();
    log.warn("engine.start_failed", { engine: id, error, said });
    throw error instanceof AppError ? error : new AppError("runtime.unavailable", { cause: error });
  }
}

async function prepareHome(start: StartEngine, password: string): Promise<Record<string, string>> {
  const { home } = start;
  const configFile = join(home, `config-${start.id}.json`);
  const modelsFile = join(home, "models.json");
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFile(configFile, JSON.stringify(engineConfig(start.setup, start.options.permission, start.relay)), { mode: 0o600 });
  await writeFile(modelsFile, "{}", { mode: 0o600 });
  await settlePackages(join(home, "config", "opencode"));
  return engineEnvironment({
    host: start.hostEnvironment,
    home,
    configFile,
    modelsFile,
    password,
    programs: await ripgrepDirectory(),
    mark: { name: ENGINE_MARK, value: start.mark },
  });
}

/** Resolves with the engine's process id once it listens. */
function listening(child: ChildProcess, said: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the engine ended with code ${code} before it listened`)));
    child.stdout?.once("end", () => reject(new Error("the engine ended before it listened")));
    child.stdout?.on("data", () => {
      if (!/server listening on/.test(said())) return;
      resolve(Number(/^engine (\d+)$/m.exec(said())?.[1] ?? child.pid));
    });
  });
}

async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = clock.sleep(ms, done.signal).then(
    () => Promise.reject(new Error(`not up after ${ms} ms`)),
    () => new Promise<never>(() => undefined),
  );
  return Promise.race([work, late]).finally(() => done.abort());
}
