import { join } from "node:path";
import { newId } from "@open-cowork/shared";
import type { BenchContext } from "../benchmark.js";
import type { CloudHostPeer, CloudStarted } from "../peers/cloud-host.js";
import type { HostOptions } from "./host.js";
import { json } from "./json-http.js";
import { Peer } from "./peer.js";
import { tempDir } from "./temp-dir.js";

/** A cookie as a browser context takes it. */
export interface BrowserCookie {
  name: string;
  value: string;
  url: string;
}

/** Open Cowork Cloud, all in one, in a process of its own, and a client's way to it. */
export class Cloud {
  #signedIn: Promise<BrowserCookie[]> | undefined;

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

  /** The owner's login cookie, for a browser. */
  signIn(): Promise<BrowserCookie[]> {
    this.#signedIn ??= this.#redeemLink();
    return this.#signedIn;
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

  async #redeemLink(): Promise<BrowserCookie[]> {
    const { hash } = new URL(this.started.loginLink);
    const headers = { "content-type": "application/json", origin: this.url };
    const response = await fetch(`${this.url}/api/v1/auth/login`, { method: "POST", headers, body: JSON.stringify({ link: hash.slice(1) }) });
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(response.headers.get("set-cookie") ?? "") ?? [];
    if (name === undefined || value === undefined) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
    return [{ name, value, url: this.url }];
  }
}
