import { type Command, InvalidArgumentError } from "commander";
import type { GatewayOptions } from "../plan.js";

/** Options that every command has. */
export interface CommonOptions {
  config?: string;
  json?: boolean;
  host?: string;
  port?: number;
}

export function withCommonOptions(command: Command): Command {
  return command
    .option("--config <file>", "config file (default: $OPEN_COWORK_CONFIG, else open-cowork.config.json upward from here)")
    .option("--host <address>", "address to listen on (default: $OPEN_COWORK_GATEWAY_HOST, else 127.0.0.1)")
    .option("--port <number>", "port to listen on (default: $OPEN_COWORK_GATEWAY_PORT, else 7380)", parsePort)
    .option("--json", "print JSON");
}

export function gatewayOptions({ config, host, port }: CommonOptions): GatewayOptions {
  return { config, flags: { host, port } };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("Ports go from 0 to 65535; 0 lets the system choose.");
  return port;
}
