import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { GatewayConfig } from "@open-cowork/shared";

/**
 * Names this installation, so that after a crash it takes its own bindings back at once instead of waiting until its leases lapse. Two processes with the same
 * name would take them from each other, so the port is part of it; with a port that the system chooses nothing is known to be the same from start to start.
 */
export function nodeIdOf({ nodeId, listen }: Pick<GatewayConfig, "nodeId" | "listen">): string {
  if (nodeId !== undefined) return nodeId;
  const machine =
    hostname()
      .replace(/[^A-Za-z0-9_-]/g, "-")
      .replace(/^[^A-Za-z0-9]+/, "") || "host";
  return `${machine.slice(0, 60)}-${listen.port === 0 ? randomUUID().slice(0, 8) : listen.port}`;
}
