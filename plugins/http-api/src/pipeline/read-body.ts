import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "@open-cowork/core/kernel";
import { AppError, isAppError } from "@open-cowork/shared";
import getRawBody from "raw-body";
import sjson from "secure-json-parse";
import { invite } from "./invitation.js";
import { jsonDepthExceeds, MAX_JSON_DEPTH } from "./json-depth.js";
import { storable } from "./storable.js";

/** A JSON body has to be here within this time; it is at most a megabyte or so. */
const JSON_DEADLINE_MS = 30_000;
/** A streamed upload may take as long as it needs, but not pause for longer than this. */
const UPLOAD_IDLE_MS = 60_000;

const utf8 = new TextDecoder("utf-8", { fatal: true });
/** Escapes that JSON allows and Postgres text does not: NUL and unpaired surrogates (the second kind is only suspected here). */
const SUSPECT_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
}

/** Reads a JSON body strictly: type, size, UTF-8, depth, syntax. Members named `__proto__` are dropped. Undefined for no body at all. */
export async function readJson(
  { req, res }: Exchange,
  { maxBytes, clock, verbatim = false }: { maxBytes: number; clock: Clock; verbatim?: boolean },
): Promise<unknown> {
  if (req.headers["content-length"] === "0" || (req.headers["content-length"] === undefined && req.headers["transfer-encoding"] === undefined))
    return undefined;
  demandJson(req);
  invite(req, res);
  const bytes = await readBytes(req, maxBytes, clock);
  if (bytes.length === 0) return undefined;
  if (jsonDepthExceeds(bytes, MAX_JSON_DEPTH)) throw new AppError("request.too_deep", { details: { maxDepth: MAX_JSON_DEPTH } });
  return parse(bytes, verbatim);
}

/** The body as it comes, counted. */
export async function* readRaw({ req, res }: Exchange, maxBytes: number, clock: Clock): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  invite(req, res);
  // destroyOnReturn would close the connection before a refusal could be sent.
  const chunks = req.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const { done, value } = await within(clock, UPLOAD_IDLE_MS, chunks.next());
      if (done) return;
      bytes += (value as Buffer).length;
      if (bytes > maxBytes) throw new AppError("request.too_large", { details: { maxBytes } });
      yield value as Buffer;
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ECONNRESET") throw cause;
    throw new AppError("request.invalid", { message: "The upload broke off before its end.", cause });
  }
}

/** @throws AppError `request.too_slow` */
async function within<T>(clock: Clock, ms: number, arrival: Promise<T>): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => (cancel = clock.after(ms, () => reject(new AppError("request.too_slow")))));
  try {
    return await Promise.race([arrival, late]);
  } finally {
    cancel();
  }
}

function demandJson(req: IncomingMessage): void {
  const [type = "", ...parameters] = (req.headers["content-type"] ?? "").toLowerCase().split(";");
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("charset="));
  const encoding = req.headers["content-encoding"] ?? "identity";
  const utf8Charset = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (type.trim() !== "application/json" || !utf8Charset || encoding !== "identity")
    throw new AppError("request.unsupported_type", { details: { accepts: "application/json; charset=utf-8, not compressed" } });
}

async function readBytes(req: IncomingMessage, maxBytes: number, clock: Clock): Promise<Buffer> {
  try {
    return await within(clock, JSON_DEADLINE_MS, getRawBody(req, { limit: maxBytes, length: req.headers["content-length"] }));
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    const { type } = cause as { type?: string };
    if (type === "entity.too.large") throw new AppError("request.too_large", { details: { maxBytes } });
    throw new AppError("request.malformed_json", { message: "The body ended before its announced length.", cause });
  }
}

function parse(bytes: Buffer, verbatim: boolean): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    throw new AppError("request.malformed_json", { message: "The body is not valid UTF-8.", cause });
  }
  try {
    const value: unknown = sjson.parse(text, !verbatim && SUSPECT_ESCAPE.test(text) ? (_key, item) => storable(item) : null, {
      protoAction: "remove",
      constructorAction: "remove",
    });
    return value;
  } catch (cause) {
    throw new AppError("request.malformed_json", { cause });
  }
}
