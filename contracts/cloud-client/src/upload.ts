import type { Artifact } from "@open-cowork/shared";
import { AppError } from "@open-cowork/shared";
import type { Http } from "./http.js";
import { problemOf } from "./problem.js";

export interface UploadOptions {
  name: string;
  mime: string;
  /** Thread it belongs to. */
  session?: string;
  /** Fraction sent, 0 to 1; only where the platform can tell (browsers). */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** No overall limit: a slow line may take as long as it needs, and `signal` ends it. */
const UPLOAD_TIMEOUT_MS = 24 * 3_600_000;

/** Sends a file. fetch cannot report how much of a body has been sent, so a browser that is asked for progress uses XMLHttpRequest. */
export function upload(http: Http, file: Blob | Uint8Array, options: UploadOptions): Promise<Artifact> {
  const query = { name: options.name, session: options.session };
  if (options.onProgress && typeof XMLHttpRequest !== "undefined") return viaXhr(http.url("/artifacts", query), http.authorization(), file, options);
  return http.json("POST", "/artifacts", {
    query,
    body: file,
    headers: { "content-type": options.mime || "application/octet-stream" },
    signal: options.signal,
    timeoutMs: UPLOAD_TIMEOUT_MS,
  });
}

function viaXhr(url: string, authorization: Record<string, string>, file: Blob | Uint8Array, options: UploadOptions): Promise<Artifact> {
  return new Promise((resolve, reject) => {
    options.signal?.throwIfAborted();
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    options.signal?.addEventListener("abort", abort, { once: true });
    xhr.open("POST", url);
    xhr.responseType = "text";
    for (const [name, value] of Object.entries({ "content-type": options.mime || "application/octet-stream", ...authorization }))
      xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => event.lengthComputable && options.onProgress?.(event.loaded / event.total);
    xhr.onload = () => {
      const answer = new Response(xhr.responseText, { status: xhr.status, headers: { "content-type": xhr.getResponseHeader("content-type") ?? "" } });
      (answer.ok ? (answer.json() as Promise<Artifact>) : problemOf(answer).then((error) => Promise.reject(error))).then(resolve, reject);
    };
    xhr.onerror = () => reject(new AppError("host.unreachable"));
    xhr.onabort = () => reject(options.signal?.reason ?? new AppError("host.unreachable"));
    xhr.onloadend = () => options.signal?.removeEventListener("abort", abort);
    xhr.send(file as XMLHttpRequestBodyInit);
  });
}
