import type { RunningHost } from "@open-cowork/cloud";
import { IDENTITY } from "@open-cowork/core/authority";
import { DATABASE_URL } from "@open-cowork/core/transport";
import { type HostOptions, ownerContext, startHost } from "../harness/host.js";
import { serveCalls } from "../harness/serve-calls.js";
import { residentBytes } from "./resident.js";

export interface CloudStarted {
  url: string;
  /** API token of the owner. */
  token: string;
  databaseUrl: string;
}

let host: RunningHost | undefined;

const methods = {
  async start(options: HostOptions): Promise<CloudStarted> {
    host = await startHost(options);
    const { secret } = await host.port(IDENTITY).createToken(await ownerContext(host), { name: "Benchmark", role: "owner" });
    return { url: host.url, token: secret.reveal(), databaseUrl: host.port(DATABASE_URL).reveal() };
  },
  resident: residentBytes,
};
export type CloudHostPeer = typeof methods;

serveCalls(methods, () => host?.stop());
