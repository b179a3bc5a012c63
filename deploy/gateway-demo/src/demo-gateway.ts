import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { Child } from "./child.js";

const PROGRAM = path.resolve(import.meta.dirname, "../../../hosts/gateway/bin/open-cowork-gateway.js");

export interface DemoGatewayOptions {
  /** Folder for its config and log. */
  directory: string;
  cloudUrl: string;
  token: string;
  /** Short messages, so that a long answer ends in a file. Default 500. */
  textMax?: number;
  /** Default: one that the system chooses. */
  port?: number;
  /** Name of the installation. Default `demo`. */
  node?: string;
}

export const PROVIDER = "fake";
export const INSTANCE = "terminal";

/** The Cloud Channel Gateway as people run it, a process of its own, with the demo platform. */
export class DemoGateway {
  private constructor(
    readonly url: string,
    readonly adminToken: string,
    readonly log: string,
    readonly child: Child,
  ) {}

  static async start({ directory, cloudUrl, token, textMax = 500, port = 0, node = "demo" }: DemoGatewayOptions): Promise<DemoGateway> {
    const config = path.join(directory, "open-cowork.config.json");
    const log = path.join(directory, "gateway.log");
    const adminToken = randomBytes(24).toString("base64url");
    writeFileSync(config, JSON.stringify({ gateway: { providers: { [PROVIDER]: [{ id: INSTANCE, textMax }] } } }));
    const env = {
      OPEN_COWORK_CONFIG: config,
      OPEN_COWORK_CLOUD_URL: cloudUrl,
      OPEN_COWORK_GATEWAY_TOKEN: token,
      OPEN_COWORK_GATEWAY_ADMIN_TOKEN: adminToken,
      OPEN_COWORK_GATEWAY_NODE_ID: node,
      OPEN_COWORK_LOG: log,
    };
    const { child, ready } = await Child.start(PROGRAM, ["start", "--port", String(port), "--json"], { cwd: directory, env });
    return new DemoGateway((ready as { url: string }).url, adminToken, log, child);
  }

  /** Address of the demo platform for people's programs. */
  get platformUrl(): string {
    return `${this.url}/fake/${INSTANCE}`;
  }

  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void> {
    return this.child.stop(signal);
  }
}
