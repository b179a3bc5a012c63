import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CloudClient } from "@open-cowork/cloud-client";
import { channelsOf } from "@open-cowork/cloud-client/channels";
import { Child, run } from "./child.js";

const PROGRAM = path.resolve(import.meta.dirname, "../../../hosts/cli/bin/open-cowork.js");
const OWNER = "Gateway demo: owner";
const GATEWAY = "Gateway demo: channel gateway";
const LOOK_MS = 100;
const PATIENCE_MS = 30_000;

/** Open Cowork Cloud as people run it, a process of its own, with the demo model where it has none. */
export class DemoCloud {
  private constructor(
    readonly url: string,
    /** Signs the owner in, once. */
    readonly loginLink: string,
    readonly client: CloudClient,
    readonly child: Child,
  ) {}

  static async start(dataDir: string): Promise<DemoCloud> {
    const invocation = { cwd: dataDir, env: { OPEN_COWORK_DATA_DIR: dataDir } };
    const { child, ready } = await Child.start(PROGRAM, ["start", "--port", "0", "--json"], invocation);
    const { url, link } = ready as { url: string; link: string };
    try {
      const made = await run(PROGRAM, ["token", "create", "--name", OWNER, "--role", "owner", "--expires-days", "1", "--json"], invocation);
      const client = new CloudClient({ baseUrl: url, token: (JSON.parse(made) as { secret: string }).secret });
      if ((await client.models.list()).length === 0) await client.models.save({ kind: "demo" });
      return new DemoCloud(url, link, client, child);
    } catch (error) {
      await child.stop();
      throw error;
    }
  }

  /** A new token for the gateway of this demo. Those of earlier ones end: a binding belongs to the tokens that it was granted to as long as they live. */
  async gatewayToken(): Promise<string> {
    const { tokens } = this.client;
    for (const { id, name, revokedAt } of await tokens.list()) if (name === GATEWAY && revokedAt === undefined) await tokens.revoke(id);
    return (await tokens.create({ name: GATEWAY, role: "gateway", expiresInDays: 1 })).secret;
  }

  /** A pairing code for a provider instance, once a gateway has connected it. */
  async invite(provider: string, instance: string, note: string): Promise<string> {
    const channels = channelsOf(this.client);
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(LOOK_MS)) {
      const binding = (await channels.bindings()).find((known) => known.provider === provider && known.instance === instance);
      if (binding) return (await channels.invite(binding.id, { role: "member", note })).code;
    }
    throw new Error(`The provider ${provider}/${instance} did not connect within ${PATIENCE_MS / 1000} seconds. Its log is in the demo's folder.`);
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
