import type { ApiClientOptions } from "grammy";

/** The part of a request that grammY makes. Its signal is not the one of the platform. */
interface GrammyRequest {
  method: string;
  headers: Record<string, string>;
  body: string | AsyncIterable<Uint8Array>;
  signal: { aborted: boolean; addEventListener(type: "abort", listener: () => void): void };
}

/**
 * What grammY fetches with. Its own client reads whatever comes as JSON and puts the address, and so the token, into its errors; and it follows redirects, token included.
 * This one answers in the form of the Bot API whatever a proxy in between says.
 */
export const botFetch = (async (url: string, request: GrammyRequest) => {
  const aborting = new AbortController();
  if (request.signal.aborted) aborting.abort();
  else request.signal.addEventListener("abort", () => aborting.abort());
  const response = await fetch(url, {
    method: request.method,
    headers: { "content-type": request.headers["content-type"] ?? "application/json" },
    body: request.body,
    duplex: "half",
    redirect: "manual",
    signal: aborting.signal,
  } as unknown as RequestInit);
  const answer = read(response.status, await response.text());
  return { json: async () => answer };
}) as unknown as NonNullable<ApiClientOptions["fetch"]>;

/** An answer that is not of the Bot API counts as that of a broken gateway, whatever status it has. */
function read(status: number, body: string): unknown {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === "object" && answer !== null && "ok" in answer) return answer;
  } catch {
    // Not JSON: a page of a proxy.
  }
  const code = status >= 500 ? status : 502;
  return { ok: false, error_code: code, description: `An answer with status ${status} that is not of the Bot API` };
}
