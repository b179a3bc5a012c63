import type { Artifact } from "@open-cowork/shared";
import { storable } from "../pipeline/storable.js";
import { fileName } from "./file-name.js";

/** Types a browser shows without running anything in them. All else is a download: an HTML or SVG file would speak with this site's rights. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "text/plain", "audio/mpeg", "audio/wav", "video/mp4", "video/webm"]);

/** Headers of stored content, which comes from models and strangers and is served from our own origin. */
export function contentHeaders(artifact: Pick<Artifact, "id" | "name" | "mime" | "sha256">): Record<string, string> & { etag: string } {
  const type = artifact.mime.split(";")[0]!.trim().toLowerCase();
  return {
    etag: `"${artifact.id}"`,
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=31536000, immutable",
    "content-security-policy": "sandbox; default-src 'none'",
    "content-disposition": contentDisposition(SHOWN.has(type) ? "inline" : "attachment", artifact.name),
  };
}

/** RFC 6266: an ASCII name for everyone and the real one, percent-encoded, for who can read it. */
export function contentDisposition(kind: "inline" | "attachment", given: string): string {
  const name = fileName(given);
  const ascii = name.replace(/[^\x20-\x7e]|["\\%;]/g, "_");
  const encoded = encodeURIComponent(storable(name)).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
