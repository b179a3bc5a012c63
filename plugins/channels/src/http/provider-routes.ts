import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { providerInstanceSchema, providerKindSchema, providerStatusSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { Supervisor } from "../life/supervisor.js";

/** Providers of this host, for its operators. */
export function providerRoutes(supervisor: Supervisor): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/channels/providers",
      summary: "Chat providers of this host and how each is.",
      tag: "channels",
      access: "channel.serve",
      response: z.object({ items: z.array(providerStatusSchema) }),
      handler: async () => ({ json: { items: supervisor.statuses() } }),
    }),
    route({
      method: "POST",
      path: "/channels/providers/:kind/:instance/restart",
      summary: "Stop a provider and start it again.",
      tag: "channels",
      access: "channel.serve",
      params: z.object({ kind: providerKindSchema, instance: providerInstanceSchema }),
      handler: async (_ctx, { params }) => {
        supervisor.restart(params.kind, params.instance);
        return { empty: true };
      },
    }),
  ];
}
