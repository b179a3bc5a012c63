import { Agent, type IncomingMessage, request } from "node:http";
import { createParser, type EventSourceMessage } from "eventsource-parser";

/** One socket a stream, none of them reused or counted. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

export interface StreamOptions {
  url: string;
  headers?: Record<string, string>;
}

/** Opens a stream of server-sent events and resolves with its answer once the headers are there. @throws Error when the status is not 200 */
function openStream({ url, headers }: StreamOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, headers: { accept: "text/event-stream", ...headers } }, (response) => {
      response.once("error", () => response.destroy());
      if (response.statusCode === 200) return resolve(response);
      response.resume();
      reject(new Error(`${url} answered ${response.statusCode}`));
    });
    outgoing.once("error", reject);
    outgoing.end();
  });
}

/** Reads a stream event by event. Returns a function that hangs up. */
export async function readEvents(options: StreamOptions, onEvent: (event: EventSourceMessage) => void): Promise<() => void> {
  const response = await openStream(options);
  const parser = createParser({ onEvent });
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => parser.feed(chunk));
  return () => response.destroy();
}
