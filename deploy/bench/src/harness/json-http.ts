import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

export interface JsonRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One JSON request over kept-alive connections, the same for our server and the bare one. @throws Error with the answer when the status is not 2xx */
export function json<T>({ method = "GET", url, headers, body }: JsonRequest): Promise<T> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise<T>((resolve, reject) => {
    const outgoing = request(
      url,
      { method, agent, headers: { ...(payload === undefined ? {} : { "content-type": "application/json" }), ...headers } },
      (response) => {
        text(response).then((answer) => {
          const { statusCode = 0 } = response;
          if (statusCode < 200 || statusCode > 299) return reject(new Error(`${method} ${url} answered ${statusCode}: ${answer.slice(0, 500)}`));
          resolve((answer === "" ? undefined : JSON.parse(answer)) as T);
        }, reject);
      },
    );
    outgoing.once("error", reject);
    outgoing.end(payload);
  });
}
