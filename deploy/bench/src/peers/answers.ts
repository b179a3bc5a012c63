import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serveCalls } from "../harness/serve-calls.js";

/** The other side of a signed bridge: takes every answer, and keeps none. */
const server = createServer((request, response) => {
  request.resume();
  request.once("end", () => response.writeHead(204).end());
});

const methods = {
  async start(): Promise<{ url: string }> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  },
};
export type AnswersPeer = typeof methods;

serveCalls(methods);
