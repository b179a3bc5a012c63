import { aConversation, aDelivery, aMessage, aPerson } from "@open-cowork/core/testing";
import type { RouteDeclaration } from "@open-cowork/core/transport";
import { newId } from "@open-cowork/shared";
import { fullPath } from "../src/pipeline/route-table.js";
import { aBinding, bytes, everythingOf } from "./channels/fixture.js";
import type { Surface } from "./surface.js";

interface Example {
  json?: unknown;
  query?: string;
  body?: string;
}

/** What a valid request of each route needs, with `{name}` for the id of one that exists; a route with a body or a required query that is missing here fails the first test. */
export const EXAMPLES: Record<string, Example> = {
  "POST /sessions": { json: { title: "New" } },
  "PATCH /sessions/:id": { json: { title: "Renamed" } },
  "POST /sessions/:id/commands": { json: { kind: "prompt", id: "command-1", text: "Hello" } },
  "GET /search": { query: "?q=hello" },
  "POST /artifacts": { query: "?name=a.txt", body: "content" },
  "POST /auth/login": { json: { link: "ocl_wrong" } },
  "POST /tokens": { json: { name: "ci" } },
  "POST /model-providers/test": { json: { kind: "demo" } },
  "POST /model-providers": { json: { kind: "demo" } },
  "POST /channels/bindings/connect": { json: { provider: "fake", instance: "example", holder: "node.1", ttlMs: 10_000 } },
  "POST /channels/bindings/:id/renew": { json: { holder: "node.1", ttlMs: 10_000 } },
  "POST /channels/bindings/:id/release": { json: { holder: "node.0" } },
  "PATCH /channels/bindings/:id": { json: { enabled: true } },
  "POST /channels/bindings/:id/identities": { json: { person: aPerson() } },
  "PATCH /channels/identities/:id": { json: { role: "member" } },
  "POST /channels/bindings/:id/pairings": { json: { role: "member" } },
  "POST /channels/bindings/:id/pairings/redeem": { json: { person: aPerson(), code: "AAAA-BBBB-CCCC" } },
  "POST /channels/bindings/:id/refusals": { json: { reason: "stranger", person: { id: "1" } } },
  "POST /channels/bindings/:id/threads": { json: { conversation: aConversation() } },
  "POST /channels/bindings/:id/threads/:thread/bind": { json: { session: "{channelSession}", cursor: 1 } },
  "POST /channels/bindings/:id/inbound": { json: { events: [aMessage()] } },
  "POST /channels/bindings/:id/inbound/:record/complete": { json: { outcome: "prompted" } },
  "PUT /channels/bindings/:id/threads/:thread/deliveries": { json: { deliveries: [aDelivery()], cursor: 1 } },
  "POST /channels/bindings/:id/deliveries/:delivery/begin": { json: { epoch: 1 } },
  "POST /channels/bindings/:id/deliveries/:delivery/settle": { json: { revision: 1, outcome: { state: "delivered", message: "m" } } },
  "POST /channels/bindings/:id/interactions": {
    json: { thread: "{thread}", session: "{channelSession}", kind: "question", request: "q", ttlMs: 60_000 },
  },
  "POST /channels/sessions": { json: { identity: "{identity}", title: "From a chat" } },
  "POST /channels/sessions/:id/commands": { json: { identity: "{identity}", command: { kind: "prompt", id: "command-2", text: "Hello" } } },
  "POST /channels/artifacts": { query: "?identity={identity}&name=a.txt", body: "content" },
};

export const nameOf = (route: RouteDeclaration) => `${route.method} ${route.path}`;

/** What `:id` stands for, by the beginning of the path; anything else is an id of nothing. */
const KINDS: readonly [string, string][] = [
  ["/artifacts", "artifact"],
  ["/sessions", "session"],
  ["/channels/artifacts", "channelArtifact"],
  ["/channels/bindings", "binding"],
  ["/channels/deliveries", "delivery"],
  ["/channels/identities", "identity"],
  ["/channels/pairings", "pairing"],
  ["/channels/sessions", "channelSession"],
];

/** Ids of one of everything there is, for {@link requestOf}. */
export async function oneOfEverything(surface: Surface): Promise<Record<string, string>> {
  const { session: channelSession, artifact: channelArtifact, ...channels } = await everythingOf(surface, await aBinding(surface));
  const { id: artifact } = await surface.artifacts.put({ tenant: surface.identity.tenant }, { name: "a", mime: "text/csv" }, bytes("x"), 10);
  return { ...channels, channelSession: channelSession!, channelArtifact: channelArtifact!, artifact, session: await surface.thread() };
}

/** The example of a route, about things that exist. */
export function requestOf(route: RouteDeclaration, ids: Record<string, string>): { path: string } & Omit<Example, "query"> {
  const { query = "", ...content } = JSON.parse(
    JSON.stringify(EXAMPLES[nameOf(route)] ?? {}).replace(/\{(\w+)\}/g, (_all, name: string) => ids[name]!),
  ) as Example;
  const kind = KINDS.find(([prefix]) => route.path.startsWith(prefix))?.[1];
  const path = fullPath(route).replace(/:(\w+)/g, (_all, name: string) => (name === "id" ? ids[kind ?? ""] : ids[name]) ?? newId());
  return { path: path + query, ...content };
}
