import type { HostContributions } from "@open-cowork/core/kernel";
import type { RouteDeclaration } from "@open-cowork/core/transport";
import { type ChannelPorts, channelPorts } from "../channel-deps.js";
import { type HttpConfig, siteOf } from "../config.js";
import { Acting } from "./channels/acting.js";
import { channelAdminRoutes } from "./channels/admin.js";
import { channelArtifactRoutes } from "./channels/artifacts.js";
import { bindingRoutes } from "./channels/bindings.js";
import { channelHomeRoutes } from "./channels/home.js";
import { inboundRoutes } from "./channels/inbound.js";
import { interactionRoutes } from "./channels/interactions.js";
import { deliveryRoutes, outboxRoutes } from "./channels/outbox.js";
import { peopleRoutes } from "./channels/people.js";
import { channelSessionRoutes } from "./channels/sessions.js";
import { channelThreadRoutes } from "./channels/threads.js";
import type { RouteParts } from "./parts.js";

/** Path of a thread in the web UI. */
const THREAD_PATH = "/t/{session}";

/**
 * Chat channels. A host that keeps them serves gateways and those who look after them; one that only sends for another (its ports answer from there) has the
 * list of what it sends; others have nothing.
 */
export function channelRoutes({ deps: { outbox }, config, metrics, threads }: RouteParts): RouteDeclaration[] {
  const operators = outbox ? deliveryRoutes({ outbox }) : [];
  if (!threads || !keepsChannels(threads.deps)) return operators;
  const { deps, sessionHub: hub } = threads;
  const acting = new Acting(deps);
  return [
    ...operators,
    ...channelHomeRoutes({ ...deps, threadUrl: () => threadUrl(config, deps.contributions), maxUploadBytes: config.maxUploadBytes }),
    ...bindingRoutes(deps),
    ...channelAdminRoutes(deps),
    ...peopleRoutes(deps),
    ...channelThreadRoutes(deps, acting),
    ...inboundRoutes(deps),
    ...outboxRoutes(deps),
    ...interactionRoutes(deps),
    ...channelSessionRoutes({ ...deps, hub, metrics }, acting),
    ...channelArtifactRoutes(deps, acting, config.maxUploadBytes),
  ];
}

/** What GET /workspace says this host can do. */
export function channelCapabilities(deps: Partial<ChannelPorts>): string[] {
  return keepsChannels(deps) ? ["channels", "channel-admin"] : [];
}

function keepsChannels<D extends Partial<ChannelPorts>>(deps: D): deps is D & ChannelPorts {
  return Object.keys(channelPorts).every((port) => deps[port as keyof ChannelPorts] !== undefined);
}

function threadUrl(config: HttpConfig, contributions: HostContributions): string | undefined {
  const { publicOrigin } = siteOf(config);
  const hasUi = contributions.all("assets").some(({ mount }) => mount === "/");
  return publicOrigin !== undefined && hasUi ? publicOrigin + THREAD_PATH : undefined;
}
