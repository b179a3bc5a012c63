import type { RunningHost } from "@open-cowork/cloud";
import { IDENTITY } from "@open-cowork/core/authority";
import { type HostOptions, ownerContext, startHost } from "../harness/host.js";
import { serveCalls } from "../harness/serve-calls.js";
import { residentBytes } from "./resident.js";

export interface CloudStarted {
  url: string;
  /** API token of the owner. */
  token: string;
  /** One-time address that signs the owner in. */
  loginLink: string;
}

let host: RunningHost | undefined;

const methods = {
  async start(options: HostOptions): Promise<CloudStarted> {
    host = await startHost(options);
    const { secret } = await host.port(IDENTITY).createToken(await ownerContext(host), { name: "Benchmark", role: "owner" });
    return { url: host.url, token: secret.reveal(), loginLink: host.loginLink };
  },
  resident: residentBytes,
};
export type CloudHostPeer = typeof methods;

serveCalls(methods, () => host?.stop());
