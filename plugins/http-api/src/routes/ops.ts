import { may } from "@open-cowork/core/authority";
import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";
import { z } from "zod";
import { isLoopbackHost } from "../config.js";
import type { HttpDeps } from "../deps.js";
import type { Metrics } from "../metrics/metrics.js";
import { identify } from "../pipeline/authenticate.js";
import type { LoginCookie } from "../pipeline/login-cookie.js";
import type { SseStreams } from "../sse/sse-streams.js";
import { readiness } from "./readiness.js";

export interface OpsParts {
  metrics: Metrics;
  streams: SseStreams;
  cookie: LoginCookie;
  address(): { host: string; port: number } | undefined;
}

const statusSchema = z.object({ status: z.string() });
const componentSchema = z.object({ name: z.string(), state: z.enum(["ok", "degraded", "failed"]), detail: z.string().optional() });
const readySchema = statusSchema.extend({ components: z.array(componentSchema).optional() });
const hostStatusSchema = z.object({
  state: z.enum(["starting", "ready", "stopping", "failed"]),
  name: z.string(),
  product: z.string(),
  version: z.string(),
  nodeId: z.string(),
  roles: z.array(z.string()),
  address: z.object({ host: z.string(), port: z.number().int() }).optional(),
  /** Open event streams of this process. */
  streams: z.number().int(),
  components: z.array(componentSchema),
});

/** What operators and their probes ask. */
export function opsRoutes(deps: HttpDeps, parts: OpsParts): RouteDeclaration[] {
  const mayReadStatus = async (headers: Readonly<Record<string, string | undefined>>) => {
    const principal = await identify({ headers }, deps.identity, parts.cookie);
    return principal !== undefined && may(principal, "status.read");
  };
  return [
    route({
      method: "GET",
      path: "//healthz",
      summary: "Whether the process answers at all. Says nothing else, and asks nobody.",
      tag: "operations",
      access: "public",
      response: statusSchema,
      handler: () => ({ json: { status: "ok" } }),
    }),
    route({
      method: "GET",
      path: "//readyz",
      summary: "Whether requests should be sent here: 200 or 503. Those who may read the status see each component.",
      tag: "operations",
      access: "public",
      response: readySchema,
      handler: async (_ctx, { headers }) => {
        const { ready, state, components } = await readiness(deps);
        const details = (await mayReadStatus(headers)) ? { components } : {};
        return { status: ready ? 200 : 503, json: { status: ready ? "ready" : state === "ready" ? "degraded" : state, ...details } };
      },
    }),
    route({
      method: "GET",
      path: "//metrics",
      summary: "Measures in the Prometheus text format; from this machine, or for those who may read the status.",
      tag: "operations",
      access: "public",
      produces: ["text/plain"],
      handler: async (_ctx, { headers, remote }) => {
        // A proxy on this machine would make everyone local, so the address it names is the one that counts.
        if (!isLoopbackHost(remote) && !(await mayReadStatus(headers))) throw new AppError("auth.required");
        return { text: await parts.metrics.registry.metrics(), contentType: parts.metrics.registry.contentType };
      },
    }),
    route({
      method: "GET",
      path: "/status",
      summary: "State of the host and its components.",
      tag: "operations",
      access: "status.read",
      response: hostStatusSchema,
      handler: async () => {
        const { state, components } = await readiness(deps);
        const { name, product, version, nodeId, roles } = deps.host;
        return { json: { state, name, product, version, nodeId, roles, address: parts.address(), streams: parts.streams.size, components } };
      },
    }),
  ];
}
