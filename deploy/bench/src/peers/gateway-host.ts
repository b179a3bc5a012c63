import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningGateway, startGateway } from "@open-cowork/gateway";
import { serveCalls } from "../harness/serve-calls.js";

export interface GatewayHostOptions {
  /** The host's config file and log go here. */
  directory: string;
  cloudUrl: string;
  /** Of the role gateway. */
  cloudToken: string;
  /** Signs what comes in and what goes out. */
  sharedSecret: string;
  /** Where answers go. */
  answersUrl: string;
}

let gateway: RunningGateway | undefined;

const methods = {
  /** The Cloud Channel Gateway with one signed bridge, as its own command composes it, on a free loopback port. */
  async start({ directory, cloudUrl, cloudToken, sharedSecret, answersUrl }: GatewayHostOptions): Promise<{ url: string }> {
    await mkdir(directory, { recursive: true });
    const config = join(directory, "open-cowork.config.json");
    const bridge = { id: "bench", sharedSecret: "{env:BENCH_WEBHOOK_SECRET}", url: answersUrl, allowPrivate: true };
    // All of the load comes from one address, which is what the limit of a caller is there against.
    const plugins = [{ use: "http-api", config: { requestsPerSecond: 1_000_000 } }];
    await writeFile(config, JSON.stringify({ gateway: { listen: { port: 0 }, providers: { webhook: [bridge] }, plugins } }));
    gateway = await startGateway({
      config,
      cwd: directory,
      managed: join(directory, "no-managed-config.json"),
      env: {
        PATH: process.env.PATH,
        OPEN_COWORK_CLOUD_URL: cloudUrl,
        OPEN_COWORK_GATEWAY_TOKEN: cloudToken,
        OPEN_COWORK_GATEWAY_ADMIN_TOKEN: "the-operator-of-the-benchmark",
        OPEN_COWORK_LOG: join(directory, "gateway.log"),
        BENCH_WEBHOOK_SECRET: sharedSecret,
      },
    });
    return { url: gateway.url };
  },
};
export type GatewayHostPeer = typeof methods;

serveCalls(methods, () => gateway?.stop());
