import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudClient, type SessionFeed } from "@open-cowork/cloud-client";
import type { SessionView } from "@open-cowork/shared";
import type { ScriptedModelServer } from "@open-cowork/testkit/model-server";
import { ended, firstLine, launchCli, runCli } from "./support.js";

/** A data directory with the whole product on it as people run it: a process of its own, embedded Postgres, real OpenCode. */
export class CloudProcess {
  url = "";
  link = "";
  client!: CloudClient;
  token = "";
  #child: ReturnType<typeof launchCli> | undefined;

  private constructor(readonly home: string) {}

  static async create(): Promise<CloudProcess> {
    return new CloudProcess(await mkdtemp(path.join(tmpdir(), "oc-cloud-")));
  }

  get dataDir(): string {
    return path.join(this.home, "data");
  }
  get pid(): number {
    return this.#child!.pid!;
  }

  /** @param env Of this start alone. */
  async start(env: Record<string, string> = {}): Promise<this> {
    const { cwd, env: own } = this.#invocation;
    this.#child = launchCli(["start", "--port", "0", "--json"], { cwd, env: { ...own, ...env } });
    const line = await firstLine(this.#child);
    ({ url: this.url, link: this.link } = JSON.parse(line) as { url: string; link: string });
    if (this.token === "") {
      const made = await runCli(["token", "create", "--role", "owner", "--json"], this.#invocation);
      if (made.code !== 0) throw new Error(made.err);
      this.token = (JSON.parse(made.out) as { secret: string }).secret;
    }
    this.client = new CloudClient({ baseUrl: this.url, token: this.token });
    return this;
  }

  /** Sets up the scripted server as the workspace's model. */
  async useModel(models: ScriptedModelServer, key = "test-key"): Promise<void> {
    await this.client.models.save({ kind: "openai-compatible", name: "Scripted", baseUrl: models.url, key });
  }

  /** As a power cut: no signal handler runs. */
  async kill(): Promise<void> {
    this.#child!.kill("SIGKILL");
    await ended(this.#child!);
  }

  /** Ctrl-C; returns the exit code. */
  async interrupt(): Promise<number | null> {
    this.#child!.kill("SIGINT");
    return (await ended(this.#child!)).code;
  }

  async remove(): Promise<void> {
    if (this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) await this.interrupt();
    await rm(this.home, { recursive: true, force: true });
  }

  /** A live view of a thread, opened. */
  follow(session: string): SessionFeed {
    const feed = this.client.feed(session);
    feed.open();
    return feed;
  }

  get #invocation(): { cwd: string; env: Record<string, string> } {
    return { cwd: this.home, env: { HOME: this.home, OPEN_COWORK_DATA_DIR: this.dataDir } };
  }
}

/** Resolves with the view once it fits; fails with what it looks like after `ms`. */
export async function until(feed: SessionFeed, fits: (view: SessionView) => boolean, what: string, ms = 60_000): Promise<SessionView> {
  if (fits(feed.view)) return feed.view;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(
        new Error(
          `${what} did not happen; state ${feed.state}, blocks ${JSON.stringify(feed.view.blocks).slice(-1_500)}, runs ${JSON.stringify(feed.view.runs)}`,
        ),
      );
    }, ms);
    const stop = feed.onChange(() => {
      if (!fits(feed.view)) return;
      clearTimeout(timer);
      stop();
      resolve(feed.view);
    });
  });
}

export const textsOf = (view: SessionView) => view.blocks.flatMap((block) => (block.type === "text" ? [block.text] : []));
export const endsOf = (view: SessionView) => view.blocks.flatMap((block) => (block.type === "end" ? [block.state] : []));
export const pendingApproval = (view: SessionView) => Object.values(view.approvals).find(({ state }) => state === "pending");

/** Living processes whose command line or environment names the directory. */
export function processesOf(directory: string): { pid: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        return `${command} ${environment}`.includes(directory) ? [{ pid: Number(pid), command }] : [];
      } catch {
        // The process ended while we looked.
        return [];
      }
    });
}
