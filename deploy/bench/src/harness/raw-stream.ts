import { connect, type Socket } from "node:net";
import type { StreamOptions } from "./sse.js";

const OPEN_DEADLINE_MS = 30_000;

/**
 * Opens a stream of server-sent events on a bare socket and hands over what arrives as text, HTTP framing included: with a thousand readers in one
 * process a real HTTP client would be most of what is measured. Resolves when the status line said 200. A piece is held back until its line is complete.
 */
export function openRawStream({ url, headers = {} }: StreamOptions, onText: (text: string) => void = () => undefined): Promise<Socket> {
  const { hostname, port, host, pathname, search } = new URL(url);
  const lines = Object.entries({ host, accept: "text/event-stream", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () =>
      socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`),
    );
    const timer = setTimeout(() => socket.destroy(new Error(`${url} did not answer within ${OPEN_DEADLINE_MS} ms`)), OPEN_DEADLINE_MS);
    let rest = "";
    let opened = false;
    socket.setEncoding("latin1");
    socket.on("data", (chunk: unknown) => {
      const text = rest + (chunk as string);
      if (!opened) {
        if (!text.startsWith("HTTP/1.1 200")) return socket.destroy(new Error(`${url} answered ${text.slice(0, 300)}`));
        opened = true;
        clearTimeout(timer);
        resolve(socket);
      }
      const end = text.lastIndexOf("\n") + 1;
      rest = text.slice(end);
      if (end > 0) onText(text.slice(0, end));
    });
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** Opens many streams, `width` at a time so that no listen queue overflows. */
export async function openRawStreams(count: number, open: (index: number) => Promise<Socket>, width = 100): Promise<Socket[]> {
  const sockets: Socket[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) sockets.push(await open(next++));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return sockets;
}
