import { ReadableStream as NodeStream } from "node:stream/web";
import type { GatewayClient } from "@open-cowork/cloud-client";
import type { RequestContext, TenantContext } from "@open-cowork/core/kernel";
import type { ArtifactStore } from "@open-cowork/core/transport";
import { AppError, type Artifact, isAppError } from "@open-cowork/shared";
import { demandIdentity, identityOf } from "../actor.js";

/** Files of the conversations that this gateway carries, kept at Cloud. To list, hand over and remove them is not a gateway's to do. */
export class CloudArtifacts implements ArtifactStore {
  constructor(private readonly client: GatewayClient) {}

  /** As the person in the context, or into a session as the gateway itself. Fails with the content's own error where that breaks. */
  async put(
    ctx: TenantContext & Partial<RequestContext>,
    meta: { name: string; mime: string; session?: string },
    content: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<Artifact> {
    const identity = meta.session === undefined ? demandIdentity(ctx) : identityOf(ctx);
    const upload = new Upload(content, maxBytes);
    try {
      return await this.client.artifacts.upload(identity, upload.body(), { ...meta, signal: ctx.signal });
    } catch (error) {
      throw upload.error ?? error;
    }
  }

  stat(_ctx: TenantContext, id: string): Promise<Artifact> {
    return this.client.artifacts.get(id);
  }

  async read(ctx: TenantContext, id: string, range?: { start: number; end: number }): Promise<AsyncIterable<Uint8Array>> {
    if (range && range.end <= range.start) {
      await this.stat(ctx, id);
      return nothing();
    }
    try {
      const { body } = await this.client.artifacts.content(id, range);
      return body === null ? nothing() : content(body);
    } catch (error) {
      if (isAppError(error) && error.code === "request.range_unsatisfiable") return nothing();
      throw error;
    }
  }

  async list(): Promise<never> {
    throw notOurs();
  }
  async adopt(): Promise<never> {
    throw notOurs();
  }
  async remove(): Promise<never> {
    throw notOurs();
  }
  async removeOf(): Promise<never> {
    throw notOurs();
  }
}

/** Content on its way, counted. What goes wrong with it reaches fetch as a broken body, and is kept here as it was. */
class Upload {
  error: unknown;

  constructor(
    private readonly content: AsyncIterable<Uint8Array>,
    private readonly maxBytes: number,
  ) {}

  body(): ReadableStream<Uint8Array> {
    // Node's own type of the very class that is global, and the one that can be made of an iterable.
    return NodeStream.from(this.#chunks()) as unknown as ReadableStream<Uint8Array>;
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    try {
      for await (const chunk of this.content) {
        bytes += chunk.length;
        if (bytes > this.maxBytes) throw new AppError("artifact.too_large", { details: { maxBytes: this.maxBytes } });
        yield chunk;
      }
    } catch (error) {
      this.error = error;
      throw error;
    }
  }
}

function notOurs(): AppError {
  return new AppError("auth.forbidden", { message: "A gateway reads and adds files of its conversations; Cloud does everything else with them." });
}

/** Leaving early ends the download. @throws AppError `host.unreachable` where the connection breaks */
async function* content(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new AppError("host.unreachable", { message: "The download from Cloud broke off.", cause });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No bytes.
}
