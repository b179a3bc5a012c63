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
    private readonly directory: string,
    readonly child: Child,
  ) {}

  static async start({ directory, cloudUrl, token, textMax = 500, port = 0, node = "demo" }: DemoGatewayOptions): Promise<DemoGateway> {
    const log = path.join(directory, "gateway.log");
    const adminToken = randomBytes(24).toString("base64url");
    keep(directory, "admin-token", adminToken);
    keep(directory, "cloud-token", token);
    const config = {
      cloud: { url: cloudUrl, token: "{file:./cloud-token}" },
      adminToken: "{file:./admin-token}",
      nodeId: node,
      providers: { [PROVIDER]: [{ id: INSTANCE, textMax }] },
    };
    const file = keep(directory, "open-cowork.config.json", JSON.stringify({ gateway: config }));
    const env = { OPEN_COWORK_CONFIG: file, OPEN_COWORK_LOG: log };
    const { child, ready } = await Child.start(PROGRAM, ["start", "--port", String(port), "--json"], { cwd: directory, env });
    return new DemoGateway((ready as { url: string }).url, adminToken, directory, child);
  }

  /** Goes on with another token of Cloud, without a restart. */
  rotate(token: string): void {
    keep(this.directory, "cloud-token", token);
    this.child.hangUp();
  }

  /** Address of the demo platform for people's programs. */
  get platformUrl(): string {
    return `${this.url}/fake/${INSTANCE}`;
  }

  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void> {
    return this.child.stop(signal);
  }
}

/** Writes a file that only its owner reads, and returns where it is. */
function keep(directory: string, name: string, content: string): string {
  const file = path.join(directory, name);
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}
