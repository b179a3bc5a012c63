import { join } from "node:path";
import { newId } from "@open-cowork/shared";
import type { BenchContext } from "../benchmark.js";
import type { CloudHostPeer, CloudStarted } from "../peers/cloud-host.js";
import type { HostOptions } from "./host.js";
import { json } from "./json-http.js";
import { Peer } from "./peer.js";
import { tempDir } from "./temp-dir.js";

/** Open Cowork Cloud, all in one, in a process of its own, and a client's way to it. */
export class Cloud {
  private constructor(
    readonly peer: Peer<CloudHostPeer>,
    private readonly started: CloudStarted,
  ) {}

  /** Starts it with an empty data directory; stopped with the benchmark. */
  static async start(context: BenchContext, options: Omit<HostOptions, "directory">): Promise<Cloud> {
    const directory = await tempDir(context, "cloud");
    const peer = await Peer.start<CloudHostPeer>(context, { module: "cloud-host", nodeOptions: ["--expose-gc"] });
    return new Cloud(peer, await peer.call.start({ directory: join(directory, "host"), ...options }));
  }

  get url(): string {
    return this.started.url;
  }
  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.started.token}` };
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return json<T>({ method: "POST", url: `${this.url}/api/v1${path}`, headers: this.headers, body });
  }

  /** Makes the model server at `modelUrl` the workspace's only model. */
  async useModel(modelUrl: string): Promise<void> {
    await this.post("/model-providers", { kind: "openai-compatible", name: "Scripted", baseUrl: modelUrl, key: "benchmark", model: "scripted" });
  }

  /** A new thread; resolves with its id and the head of its log. */
  async createSession(): Promise<{ id: string; headSeq: number }> {
    return this.post("/sessions", { title: "Benchmark" });
  }

  async prompt(session: string, text: string): Promise<void> {
    await this.post(`/sessions/${session}/commands`, { kind: "prompt", id: newId(), text });
  }

  eventsUrl(session: string, after: number): string {
    return `${this.url}/api/v1/sessions/${session}/events?after=${after}`;
  }
}
