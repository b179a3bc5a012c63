import type { TenantContext } from "@open-cowork/core/kernel";
import type { ArtifactStore, RouteResult } from "@open-cowork/core/transport";
import { AppError, type Artifact } from "@open-cowork/shared";
import { contentHeaders } from "./content-headers.js";
import { parseRange } from "./range.js";

/** Headers that mean something where content is asked for. */
export const CONTENT_HEADERS = {
  range: "One range of bytes, such as `bytes=0-1023`.",
  "if-range": "The range only where the content is still the one of this ETag.",
  "if-none-match": "Nothing where the content is the one of this ETag.",
};

/** The content of a file that the caller may read: all of it, one range, or the word that it has not changed. */
export async function contentAnswer(
  artifacts: ArtifactStore,
  ctx: TenantContext,
  artifact: Artifact,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<RouteResult> {
  const fixed = contentHeaders(artifact);
  if (headers["if-none-match"] === fixed.etag) return { status: 304, empty: true, headers: fixed };
  const range = parseRange(headers.range, headers["if-range"], fixed.etag, artifact.bytes);
  if (range === "unsatisfiable") throw new AppError("request.range_unsatisfiable", { details: { bytes: artifact.bytes } });
  const bytes = await artifacts.read(ctx, artifact.id, range);
  if (!range) return { bytes, contentType: artifact.mime, length: artifact.bytes, headers: fixed };
  const partial = { ...fixed, "content-range": `bytes ${range.start}-${range.end - 1}/${artifact.bytes}` };
  return { status: 206, bytes, contentType: artifact.mime, length: range.end - range.start, headers: partial };
}
