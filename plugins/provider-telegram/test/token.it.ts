import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { expect } from "chai";
import { openTelegram } from "./harness.js";
import { TestSink } from "./sink.js";

/** What may stand between us and Telegram, and is not Telegram. */
const IMPOSTORS: Record<string, RequestListener> = {
  "a page of a gateway": (_request, response) => response.writeHead(502, { "content-type": "text/html" }).end("<html>502</html>"),
  "a page that asks to sign in": (_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>hotel</html>"),
  "a redirect": (request, response) => response.writeHead(302, { location: `http://127.0.0.1:1${request.url}` }).end(),
  "an error that repeats the address": (request, response) =>
    response.writeHead(400).end(JSON.stringify({ ok: false, error_code: 400, description: request.url })),
  "a connection that breaks at once": (request) => request.socket.destroy(),
  "an answer that breaks off": (_request, response) => {
    response.writeHead(200, { "content-length": 1_000 }).write('{"ok":tr');
    setImmediate(() => response.destroy());
  },
  "JSON of another kind": (_request, response) => response.end("[]"),
};

describe("Telegram: the token stays with us", () => {
  for (const [what, listener] of Object.entries(IMPOSTORS))
    it(`when there is ${what}`, async () => {
      const server: Server = createServer(listener);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const harness = await openTelegram("polling", { apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
      const provider = harness.provider();
      const to = harness.platform.direct(harness.platform.people.ann);
      const content = { name: "a", mime: "x/y", bytes: 3, open: async () => [new Uint8Array(3)] as unknown as AsyncIterable<Uint8Array> };
      const told: unknown[] = [
        await provider.start(new TestSink()).catch((error: unknown) => error),
        await provider.send(to, { text: "hello", buttons: [], key: "a" }),
        await provider.send(to, { text: "hello", buttons: [], key: "b", file: content }),
        await provider.edit(to, "5", { text: "hello", buttons: [], key: "c" }),
        await provider.download({ ref: "f", name: "f", mime: "x/y" }, new AbortController().signal).catch((error: unknown) => error),
        await provider.typing(to),
        await provider.acknowledge("q"),
        harness.logged(),
      ];
      server.closeAllConnections();
      server.close();
      await harness.close();
      const all = inspect(told, { depth: 12, showHidden: true });
      for (const secret of harness.secrets) expect(all).to.not.include(secret).and.to.not.include(encodeURIComponent(secret));
      for (const outcome of told.slice(1, 4)) expect((outcome as { state: string }).state).to.match(/^(?:deferred|unknown|refused)$/);
    });
});
