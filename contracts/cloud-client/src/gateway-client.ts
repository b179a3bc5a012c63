import type {
  Artifact,
  Binding,
  Catalog,
  ChannelHomeInfo,
  ChannelIdentity,
  ChannelThread,
  ChatPerson,
  Command,
  CommandResult,
  Conversation,
  Delivery,
  DeliveryInput,
  InboundEvent,
  InboundRecord,
  Interaction,
  ModelRef,
  Refusal,
  SendOutcome,
  SessionEvent,
  SessionSummary,
  SessionView,
} from "@open-cowork/shared";
import type { CloudClientOptions } from "./client.js";
import { type TailListener, tailSession, type WatchListener, watchBinding } from "./gateway-streams.js";
import { Http } from "./http.js";
import { seg } from "./seg.js";
import { type Timers, webTimers } from "./timers.js";

type ConnectInput = { provider: string; instance: string; holder: string; ttlMs: number };
type RenewInput = { holder: string; ttlMs: number; profile?: { name: string; handle?: string; pairingLink?: string } };
type UploadInput = { name: string; mime: string; session?: string; signal?: AbortSignal };

/** Platforms that wait for us to take an event wait for seconds only, and then deliver it again. */
const CLAIM_TIMEOUT_MS = 10_000;
/** A file of a chat is as large as the platform lets it be, over a line as slow as it is. */
const UPLOAD_TIMEOUT_MS = 3_600_000;

/**
 * What a Cloud Channel Gateway asks of Cloud, grouped as the ports of the channel router are. A part of its own, so that browsers do not load it.
 * Errors are as those of CloudClient. `identity` names the person of a chat who does it; the server decides by the role that person was given.
 */
export class GatewayClient {
  readonly #http: Http;
  readonly #timers: Timers;

  constructor(options: CloudClientOptions) {
    const send = options.fetch ?? globalThis.fetch;
    this.#http = new Http({ baseUrl: options.baseUrl, token: options.token, fetch: (input, init) => send(input, init) });
    this.#timers = options.timers ?? webTimers;
  }

  home(options: { timeoutMs?: number } = {}): Promise<ChannelHomeInfo> {
    return this.#http.json("GET", "/channels/home", options);
  }
  catalog(): Promise<Catalog> {
    return this.#http.json("GET", "/channels/catalog");
  }

  readonly bindings = {
    list: async (): Promise<Binding[]> => (await this.#http.json<{ items: Binding[] }>("GET", "/channels/bindings")).items,
    connect: (input: ConnectInput): Promise<{ binding: Binding; epoch: number }> => this.#http.json("POST", "/channels/bindings/connect", { json: input }),
    renew: (binding: string, input: RenewInput): Promise<Binding> => this.#post(binding, "/renew", input),
    release: (binding: string, holder: string): Promise<void> => this.#post(binding, "/release", { holder }),
    identify: async (binding: string, person: ChatPerson): Promise<ChannelIdentity | undefined> =>
      (await this.#post<{ identity?: ChannelIdentity }>(binding, "/identities", { person })).identity,
    redeem: (binding: string, person: ChatPerson, code: string): Promise<ChannelIdentity> => this.#post(binding, "/pairings/redeem", { person, code }),
    refused: (binding: string, reason: Refusal["reason"], person: Refusal["person"]): Promise<void> => this.#post(binding, "/refusals", { reason, person }),
  };

  readonly threads = {
    find: (binding: string, conversation: Conversation): Promise<ChannelThread> => this.#post(binding, "/threads", { conversation }),
    get: (binding: string, thread: string): Promise<ChannelThread> => this.#get(binding, `/threads/${seg(thread)}`),
    bind: (binding: string, thread: string, input: { session: string; cursor: number }): Promise<ChannelThread> =>
      this.#post(binding, `/threads/${seg(thread)}/bind`, input),
    history: (binding: string, thread: string): Promise<SessionSummary[]> => this.#list(binding, `/threads/${seg(thread)}/history`),
    behind: (binding: string): Promise<ChannelThread[]> => this.#list(binding, "/threads/behind"),
    watch: (binding: string, listener: WatchListener): (() => void) =>
      watchBinding(this.#timers, (signal) => this.#http.stream(`${of(binding)}/events`, { signal }), listener),
  };

  readonly inbound = {
    claim: async (binding: string, events: readonly InboundEvent[]): Promise<("claimed" | "known")[]> =>
      (await this.#http.json<{ outcomes: ("claimed" | "known")[] }>("POST", `${of(binding)}/inbound`, { json: { events }, timeoutMs: CLAIM_TIMEOUT_MS }))
        .outcomes,
    pending: (binding: string, query: { limit: number; after?: string }): Promise<InboundRecord[]> => this.#list(binding, "/inbound", query),
    complete: (binding: string, record: string, outcome: string): Promise<void> => this.#post(binding, `/inbound/${seg(record)}/complete`, { outcome }),
  };

  readonly deliveries = {
    put: async (binding: string, thread: string, deliveries: readonly DeliveryInput[], cursor?: number): Promise<Delivery[]> =>
      (await this.#http.json<{ items: Delivery[] }>("PUT", `${of(binding)}/threads/${seg(thread)}/deliveries`, { json: { deliveries, cursor } })).items,
    begin: async (binding: string, delivery: string, epoch: number): Promise<Delivery | undefined> =>
      (await this.#post<{ delivery?: Delivery }>(binding, `/deliveries/${seg(delivery)}/begin`, { epoch })).delivery,
    settle: (binding: string, delivery: string, revision: number, outcome: SendOutcome | { state: "dead"; reason: string }): Promise<Delivery> =>
      this.#post(binding, `/deliveries/${seg(delivery)}/settle`, { revision, outcome }),
    open: (binding: string): Promise<Delivery[]> => this.#list(binding, "/deliveries/open"),
    list: (query: { binding?: string; state?: Delivery["state"]; limit?: number; cursor?: string }): Promise<{ items: Delivery[]; next?: string }> =>
      this.#http.json("GET", "/channels/deliveries", { query }),
    retry: (delivery: string): Promise<Delivery> => this.#http.json("POST", `/channels/deliveries/${seg(delivery)}/retry`),
    bury: (delivery: string): Promise<Delivery> => this.#http.json("POST", `/channels/deliveries/${seg(delivery)}/bury`),
  };

  readonly interactions = {
    offer: (binding: string, input: Pick<Interaction, "thread" | "session" | "kind" | "request"> & { ttlMs: number }): Promise<Interaction> =>
      this.#post(binding, "/interactions", input),
    find: (binding: string, id: string): Promise<Interaction> => this.#get(binding, `/interactions/${seg(id)}`),
  };

  readonly sessions = {
    create: (identity: string, input: { id?: string; title?: string; agent?: string; model?: ModelRef }): Promise<SessionSummary> =>
      this.#http.json("POST", "/channels/sessions", { json: { ...input, identity } }),
    command: (identity: string, session: string, command: Command): Promise<CommandResult> =>
      this.#http.json("POST", `/channels/sessions/${seg(session)}/commands`, { json: { identity, command } }),
    /** Without an identity it is read for the gateway itself. */
    view: (session: string, identity?: string): Promise<{ session: SessionSummary; view: SessionView | null; events: SessionEvent[] }> =>
      this.#http.json("GET", `/channels/sessions/${seg(session)}/view`, { query: { identity } }),
    tail: (session: string, from: { after: number; identity?: string }, listener: TailListener): Promise<() => void> => {
      const path = `/channels/sessions/${seg(session)}/events`;
      const connect = (after: number, signal: AbortSignal) => this.#http.stream(path, { query: { after, identity: from.identity }, signal });
      return tailSession(this.#timers, connect, from.after, listener);
    },
  };

  readonly artifacts = {
    /** Without an identity for the gateway itself, which carries the session. */
    upload: (identity: string | undefined, content: ReadableStream<Uint8Array> | Uint8Array, { name, mime, session, signal }: UploadInput): Promise<Artifact> =>
      this.#http.json("POST", "/channels/artifacts", {
        query: { identity, name, session },
        body: content,
        headers: { "content-type": mime || "application/octet-stream" },
        signal,
        timeoutMs: UPLOAD_TIMEOUT_MS,
      }),
    get: (id: string): Promise<Artifact> => this.#http.json("GET", `/channels/artifacts/${seg(id)}`),
    /** Bytes [start, end), all by default; the body is read by the caller. */
    content: (id: string, range?: { start: number; end: number }): Promise<Response> =>
      this.#http.content(`/channels/artifacts/${seg(id)}/content`, range && { headers: { range: `bytes=${range.start}-${range.end - 1}` } }),
  };

  #get<T>(binding: string, path: string): Promise<T> {
    return this.#http.json("GET", of(binding) + path);
  }
  #post<T>(binding: string, path: string, json: unknown): Promise<T> {
    return this.#http.json("POST", of(binding) + path, { json });
  }
  async #list<T>(binding: string, path: string, query?: { limit?: number; after?: string }): Promise<T[]> {
    return (await this.#http.json<{ items: T[] }>("GET", of(binding) + path, { query })).items;
  }
}

function of(binding: string): string {
  return `/channels/bindings/${seg(binding)}`;
}
