import type { HostInfo } from "@open-cowork/core/kernel";
import type { Runtime } from "@open-cowork/core/sessions";
import { type ModelGateway, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { catalogSchema, channelHomeSchema } from "@open-cowork/shared";
import { TAG } from "./shapes.js";

export interface ChannelHomeDeps {
  host: HostInfo;
  runtime: Runtime;
  models: ModelGateway;
  /** Address of a thread in the web UI; undefined where people have none to open. */
  threadUrl: () => string | undefined;
  maxUploadBytes: number;
}

/** Where a gateway works. */
export function channelHomeRoutes({ host, runtime, models, threadUrl, maxUploadBytes }: ChannelHomeDeps): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/channels/home",
      summary: "Who the gateway is here, and whom it talks to.",
      tag: TAG,
      access: "channel.serve",
      response: channelHomeSchema,
      handler: ({ tenant, principal: { actor, credential } }) => ({
        json: {
          ...{ tenant, actor, credential, product: host.product, version: host.version },
          ...{ threadUrl: threadUrl(), limits: { attachmentBytes: maxUploadBytes } },
        },
      }),
    }),
    route({
      method: "GET",
      path: "/channels/catalog",
      summary: "Models and agents that people of chats may choose from.",
      tag: TAG,
      access: "channel.serve",
      response: catalogSchema,
      handler: async (ctx) => {
        const [agents, available] = await Promise.all([runtime.catalog(ctx), models.models(ctx)]);
        return { json: { ...agents, ...available } };
      },
    }),
  ];
}
