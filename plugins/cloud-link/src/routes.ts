import type { GatewayClient } from "@open-cowork/cloud-client";
import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { bindingSchema } from "@open-cowork/shared";
import { z } from "zod";
import { forOperators } from "./ports/operators.js";

/** What operators see of Cloud through this host. */
export function operatorRoutes(client: GatewayClient): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/channels/bindings",
      summary: "Chat connections that this gateway may serve, as Cloud keeps them. They are changed there.",
      tag: "channels",
      access: "channel.serve",
      response: z.object({ items: z.array(bindingSchema) }),
      handler: async () => ({ json: { items: await forOperators(client.bindings.list()) } }),
    }),
  ];
}
