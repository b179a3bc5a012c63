import { type ChannelAdmin, type ChannelDirectory, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { bindingLeaseSchema, bindingSchema, channelConnectBody, channelReleaseBody, channelRenewBody } from "@open-cowork/shared";
import { bindingParams, list, TAG } from "./shapes.js";

/** Bindings, and the lease by which one process at a time serves each. */
export function bindingRoutes({ channelAdmin, directory }: { channelAdmin: ChannelAdmin; directory: ChannelDirectory }): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/channels/bindings",
      summary: "Chat connections: all of the workspace, or for the token of a gateway those granted to it.",
      tag: TAG,
      access: "channel.serve",
      response: list(bindingSchema),
      handler: async (ctx) => ({ json: { items: await channelAdmin.bindings(ctx) } }),
    }),
    route({
      method: "POST",
      path: "/channels/bindings/connect",
      summary: "Take the binding of a provider instance, made and granted at first sight. channel.held while another process is alive that holds it.",
      tag: TAG,
      access: "channel.serve",
      body: channelConnectBody,
      response: bindingLeaseSchema,
      handler: async (ctx, { body: { holder, ttlMs, ...instance } }) => ({ json: await directory.connect(ctx, instance, holder, ttlMs) }),
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/renew",
      summary: "Keep the binding for another while, and tell who we are on the platform.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      body: channelRenewBody,
      response: bindingSchema,
      handler: async (ctx, { params, body }) => ({ json: await directory.renew(ctx, params.id, body.holder, body.ttlMs, body.profile) }),
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/release",
      summary: "Give the binding back at once. Repeating it changes nothing.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      body: channelReleaseBody,
      handler: async (ctx, { params, body }) => {
        await directory.release(ctx, params.id, body.holder);
        return { empty: true };
      },
    }),
  ];
}
