import type { ModelProviderKind } from "@open-cowork/shared";
import { AppError, type ErrorCode, isAppError } from "@open-cowork/shared";
import { Agent, type Dispatcher } from "undici";
import { publicLookup, refusePrivateHost } from "./address-guard.js";
import { PROVIDER_KINDS, type ProviderKind } from "./provider-kinds.js";
import type { RelayedAnswer } from "./relayed-answer.js";

/** Where a provider is and what opens it. */
export interface Target {
  kind: ModelProviderKind;
  baseUrl: string;
  key?: string;
}

export interface UpstreamRequest {
  method: "GET" | "POST";
  /** After the base URL, with its slash. */
  path: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  signal?: AbortSignal;
}

/** The way out to model providers. Streams may be silent for as long as a model thinks: nothing times out but the connecting. */
export class Upstream {
  readonly #agent: Agent;

  constructor(private readonly allowPrivate: boolean) {
    this.#agent = new Agent({
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 60_000,
      connections: 256,
      connect: { timeout: 15_000, ...(allowPrivate ? {} : { lookup: publicLookup }) },
    });
  }

  /** @throws AppError `model.unreachable`; an answer with an error status is an answer */
  async request(target: Target, request: UpstreamRequest): Promise<Dispatcher.ResponseData> {
    try {
      return await this.#agent.request({ ...this.#address(target, request), signal: request.signal });
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw unreachable(target, error);
    }
  }

  /** Like `request`, but hands the answer over as it comes. Resolves at its end. @throws AppError `model.unreachable` */
  async relay(target: Target, request: UpstreamRequest, answer: RelayedAnswer): Promise<void> {
    this.#agent.dispatch(this.#address(target, request), answer);
    try {
      await answer.done;
    } catch (error) {
      throw unreachable(target, error);
    }
  }

  #address(target: Target, { method, path, headers, body }: UpstreamRequest): Dispatcher.DispatchOptions & { origin: string } {
    const kind: ProviderKind = PROVIDER_KINDS[target.kind];
    if (!this.allowPrivate) refusePrivateHost(target.baseUrl);
    const { origin, pathname } = new URL(target.baseUrl);
    return {
      origin,
      path: `${pathname.replace(/\/$/, "")}${path}`,
      method,
      headers: { ...kind.headers, ...headers, ...(target.key === undefined ? {} : kind.authorize(target.key)) },
      body: body ?? null,
    };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** What a provider's error status means, in the words of this product; the provider's own sentence is added where it has one. */
export function refusal(status: number, body: string, retryAfter?: string): AppError {
  const said = providerMessage(body);
  const code: ErrorCode = status === 401 || status === 403 ? "model.rejected_key" : status === 429 ? "model.rate_limited" : "model.failed";
  const seconds = Number(retryAfter);
  return new AppError(code, {
    message: said === undefined ? `The model provider answered with status ${status}.` : `The model provider says: ${said}`,
    details: { status },
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {}),
  });
}

function providerMessage(body: string): string | undefined {
  try {
    const parsed = JSON.parse(body) as { error?: { message?: unknown } | string; message?: unknown; detail?: unknown };
    const message = typeof parsed.error === "object" ? parsed.error.message : (parsed.error ?? parsed.message ?? parsed.detail);
    return typeof message === "string" ? message.slice(0, 500) : undefined;
  } catch {
    // Not JSON: a proxy's page says nothing that helps.
    return undefined;
  }
}

function unreachable(target: Target, error: unknown): unknown {
  return isAppError(error) ? error : new AppError("model.unreachable", { message: explain(target.baseUrl, error), cause: error });
}

function explain(baseUrl: string, error: unknown): string {
  const { host } = new URL(baseUrl);
  const code = (error as { code?: string }).code ?? (error as { cause?: { code?: string } }).cause?.code ?? "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `The name ${host} could not be found. Check the address.`;
  if (code === "ECONNREFUSED") return `Nothing answers at ${host}. Check that the model server runs and the port is right.`;
  if (/CERT|TLS|SSL|SELF_SIGNED/.test(code)) return `The certificate of ${host} is not trusted (${code}).`;
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") return `${host} did not answer in time.`;
  return `The connection to ${host} failed${code === "" ? "" : ` (${code})`}.`;
}
