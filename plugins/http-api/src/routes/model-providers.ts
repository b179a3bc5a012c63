import { topics } from "@open-cowork/core/sessions";
import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { modelProviderInput, modelProviderSchema, modelTestSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { ThreadDeps } from "../deps.js";
import { idParams } from "./params.js";

const TAG = "model-providers";

/** Where models come from. Keys go in and never come out. */
export function modelProviderRoutes({ models, bus }: ThreadDeps): RouteDeclaration[] {
  const changed = (tenant: string) => bus.publish(topics.workspace(tenant), { type: "settings" });
  return [
    route({
      method: "GET",
      path: "/model-providers",
      summary: "Configured model providers.",
      tag: TAG,
      access: "settings.read",
      response: z.object({ items: z.array(modelProviderSchema) }),
      handler: async (ctx) => ({ json: { items: await models.providers(ctx) } }),
    }),
    route({
      method: "POST",
      path: "/model-providers/test",
      summary: "A real, short completion with these settings. Nothing is stored.",
      tag: TAG,
      access: "settings.write",
      body: modelProviderInput,
      response: modelTestSchema,
      handler: async (ctx, { body }) => ({ json: await models.test(ctx, body) }),
    }),
    route({
      method: "POST",
      path: "/model-providers",
      summary: "Test, then save. The key is kept encrypted.",
      tag: TAG,
      access: "settings.write",
      body: modelProviderInput,
      response: modelProviderSchema,
      status: 201,
      handler: async (ctx, { body }) => {
        const provider = await models.save(ctx, body);
        changed(ctx.tenant);
        return { json: provider };
      },
    }),
    route({
      method: "DELETE",
      path: "/model-providers/:id",
      summary: "Remove a provider with its key. Runs that use it fail from now on.",
      tag: TAG,
      access: "settings.write",
      params: idParams,
      handler: async (ctx, { params }) => {
        await models.remove(ctx, params.id);
        changed(ctx.tenant);
        return { empty: true };
      },
    }),
  ];
}
