import type { Artifact, Catalog, ModelProvider, ModelProviderInput, ModelProviderKind, ModelTest, Secret } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import { token } from "../kernel/token.js";

/**
 * Wake-ups and live fan-out. At most once: a subscriber may miss a message (process down, connection lost) and repairs itself by reading
 * the store. Messages of one publisher on one topic arrive in order. In one process delivery is immediate, in the publisher's turn of the event loop.
 */
export interface EventBus {
  /** `message` is JSON-serialisable; subscribers of the same process get the very object, so nobody changes it. */
  publish(topic: string, message: unknown): void;
  subscribe(topic: string, listener: (message: unknown) => void): () => void;
  /** Called whenever messages of other processes may have been missed. */
  onGap(listener: () => void): () => void;
}
export const EVENT_BUS = token<EventBus>("transport.bus");

export interface ArtifactQuery {
  /** Those of this session only. */
  session?: string;
  limit: number;
  /** `next` of the page before. */
  cursor?: string;
}

/** Blobs of a tenant, written once. */
export interface ArtifactStore {
  /** Streams the content in; `artifact.too_large` beyond `maxBytes` leaves nothing behind. */
  put(ctx: TenantContext, meta: { name: string; mime: string; session?: string }, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Artifact>;
  /** @throws AppError `artifact.not_found` */
  stat(ctx: TenantContext, id: string): Promise<Artifact>;
  /** Bytes [start, end); the whole content by default. */
  read(ctx: TenantContext, id: string, range?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array>>;
  /** Newest first. @throws AppError `request.bad_cursor` */
  list(ctx: TenantContext, query: ArtifactQuery): Promise<{ items: Artifact[]; next?: string }>;
  /** Gives it to a session, unless it belongs to one already. */
  adopt(ctx: TenantContext, id: string, session: string): Promise<void>;
  /** Idempotent. */
  remove(ctx: TenantContext, id: string): Promise<void>;
  /** Removes what belongs to a session. Idempotent; one that broke off is repeated. */
  removeOf(ctx: TenantContext, session: string): Promise<void>;
}
export const ARTIFACT_STORE = token<ArtifactStore>("transport.artifacts");

/** Rows that describe artifacts; content is elsewhere. */
export interface ArtifactRows {
  insert(ctx: TenantContext, artifact: Artifact): Promise<void>;
  get(ctx: TenantContext, id: string): Promise<Artifact | undefined>;
  /** See {@link ArtifactStore.list}. */
  list(ctx: TenantContext, query: ArtifactQuery): Promise<{ items: Artifact[]; next?: string }>;
  adopt(ctx: TenantContext, id: string, session: string): Promise<void>;
  remove(ctx: TenantContext, id: string): Promise<void>;
}
export const ARTIFACT_ROWS = token<ArtifactRows>("transport.artifact-rows");

/** Model providers of a tenant; their keys are in the SecretStore under `secretName`. */
export interface ModelProviderRecord extends ModelProvider {
  secretName?: string;
}
export interface ModelProviderRows {
  list(ctx: TenantContext): Promise<ModelProviderRecord[]>;
  get(ctx: TenantContext, id: string): Promise<ModelProviderRecord | undefined>;
  put(ctx: TenantContext, record: ModelProviderRecord): Promise<void>;
  remove(ctx: TenantContext, id: string): Promise<void>;
}
export const MODEL_PROVIDER_ROWS = token<ModelProviderRows>("transport.model-provider-rows");

export interface IdempotencyClaim {
  /** What makes two requests the same. */
  fingerprint: string;
  at: number;
  /** `<node>.<boot>` of the process that runs the request. */
  worker: string;
  /** Nobody is still working on a request that began before this. */
  abandonedBefore: number;
}
export interface IdempotencyAnswer {
  fingerprint: string;
  /** 0 while the first request still runs. */
  status: number;
  body: string;
}

/** Answers of earlier POSTs by Idempotency-Key. */
export interface IdempotencyRows {
  /**
   * Claims the key, or returns what is stored where it is taken. A claim without an answer is taken over once its process is dead: it was
   * an earlier boot of this node, or it is abandoned.
   */
  claim(ctx: TenantContext, key: string, claim: IdempotencyClaim): Promise<IdempotencyAnswer | undefined>;
  /** Keeps the answer, with a fingerprint that may say more than that of the claim did: a streamed body is known only now. */
  complete(ctx: TenantContext, key: string, answer: IdempotencyAnswer): Promise<void>;
  /** Forgets what was claimed before that time. */
  expire(ctx: TenantContext, before: number): Promise<void>;
  /** Gives the key back after a failure that the client may retry. */
  release(ctx: TenantContext, key: string): Promise<void>;
}
export const IDEMPOTENCY_ROWS = token<IdempotencyRows>("transport.idempotency-rows");

/** BYOK: where a tenant's models come from and the one place that uses their keys. */
export interface ModelGateway {
  providers(ctx: TenantContext): Promise<ModelProvider[]>;
  models(ctx: TenantContext): Promise<Pick<Catalog, "models" | "defaultModel">>;
  /** A real, short completion with the given settings; nothing is stored. @throws AppError `model.*` with what to do about it. */
  test(ctx: TenantContext, input: ModelProviderInput): Promise<ModelTest>;
  /** Tests, then stores the key encrypted and the rest in the clear. */
  save(ctx: TenantContext, input: ModelProviderInput): Promise<ModelProvider>;
  /** Runs that use it fail from now on with `model.not_found`. */
  remove(ctx: TenantContext, id: string): Promise<void>;
}
export const MODEL_GATEWAY = token<ModelGateway>("transport.model-gateway");

/** An OpenAI-compatible request as the model gateway passes it on in process. */
export interface BuiltinModelRequest {
  /** `/chat/completions` or `/models`. */
  path: string;
  body: unknown;
  signal: AbortSignal;
}
/** A model that lives in this process, such as the offline demo. Speaks the chat-completions protocol, streaming included. */
export interface BuiltinModel {
  kind: ModelProviderKind;
  name: string;
  /** `body` are the bytes of the HTTP answer; server-sent events when the request asked for `stream`. */
  handle(request: BuiltinModelRequest): Promise<{ status: number; contentType: string; body: AsyncIterable<string> }>;
}
export const BUILTIN_MODEL = token<BuiltinModel>("transport.builtin-model");

/** The listener of the HTTP surface, told by the plugin that owns it. */
export interface HttpServerInfo {
  /** Where it listens: with port 0 configured, the port the system chose. Undefined before `start` and after the stop. */
  address(): { host: string; port: number } | undefined;
  /** Others than this machine reach it: it listens beyond loopback, or a proxy stands in front. Known from `setup` on. Absent: nobody knows, so take it for true. */
  readonly reachable?: boolean;
}
export const HTTP_SERVER = token<HttpServerInfo>("transport.http-server");

/** Connection string of the database that the storage plugin opened, for plugins that need a connection of their own (a bus). Ready once storage is set up. */
export const DATABASE_URL = token<Secret>("storage.postgres-url");
