import { createHmac } from "node:crypto";
import type { lookup } from "node:dns";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChatSink, WebhookAnswer } from "@open-cowork/core/transport";
import { realClock } from "@open-cowork/provider-kit";
import type { InboundEvent } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { fetchFile } from "../src/inbound/download.js";
import { Http } from "../src/outbound/http.js";
import { failureOf } from "../src/outbound/outcome.js";
import plugin from "../src/plugin.js";
import { WebhookProvider } from "../src/webhook-provider.js";
import { collectingLog, SECRET, secretOf, webhookConfig } from "./harness.js";

const HOME = { chat: "c", kind: "direct" } as const;
const HELLO = { type: "message", conversation: { chat: "c" }, person: { id: "p", name: "P" }, text: "hi" };
const open = new AbortController().signal;

describe("the signed bridge under attack", () => {
  const lines: string[] = [];
  const events: InboundEvent[] = [];
  const refusals: string[] = [];
  const health: string[] = [];
  const servers: Server[] = [];
  const providers: WebhookProvider[] = [];
  const sink: ChatSink = {
    inbound: async (event) => {
      events.push(event);
      return "claimed";
    },
    refused: (reason) => void refusals.push(reason),
    health: ({ state, detail }) => void health.push(`${state} ${detail ?? ""}`),
  };
  afterEach(async () => {
    for (const list of [lines, events, refusals, health]) list.length = 0;
    for (const provider of providers.splice(0)) await provider.stop();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  const started = async (over: Record<string, unknown> = {}) => {
    const provider = new WebhookProvider(webhookConfig({ answerMs: 300, ...over }), { clock: realClock, log: collectingLog(lines) });
    providers.push(provider);
    await provider.start(sink);
    return provider;
  };
  const serving = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  const post = (provider: WebhookProvider, body: string | Buffer, over: Record<string, string | undefined> = {}): Promise<WebhookAnswer> => {
    const at = new Date();
    const id = over["webhook-id"] ?? "msg_1";
    const content = Buffer.from(body);
    const time = String(Math.floor(at.getTime() / 1_000));
    const key = Buffer.from(SECRET.replace("whsec_", ""), "base64");
    // Bytes are signed as bytes; the reference library signs what they are as text.
    const signature = createHmac("sha256", key).update(`${id}.${time}.`).update(content).digest("base64");
    const headers = {
      "webhook-id": id,
      "webhook-timestamp": time,
      "webhook-signature": typeof body === "string" ? new Webhook(SECRET).sign(id, at, body) : `v1,${signature}`,
      ...over,
    };
    return provider.webhook({ method: "POST", headers, query: {}, body: content, remote: "192.0.2.1" });
  };
  const send = (provider: WebhookProvider) => provider.send(HOME, { text: "hello", buttons: [], key: "k" });

  it("takes a genuine request, with what was left out filled in", async () => {
    const { status, body } = await post(await started(), JSON.stringify(HELLO));
    expect([status, body]).to.deep.equal([202, '{"status":"claimed"}']);
    expect(events[0]).to.deep.include({ key: "msg_1", text: "hi", addressed: true, conversation: HOME, files: [] });
  });

  it("dispatches nothing that is not signed, whatever it is", async () => {
    const provider = await started();
    const header = fc.oneof(fc.constant(undefined), fc.string(), fc.constantFrom("v1,", "v1,AAAA", String(Math.floor(Date.now() / 1_000))));
    const headers = fc.record({ "webhook-id": header, "webhook-timestamp": header, "webhook-signature": header });
    await fc.assert(
      fc.asyncProperty(headers, fc.uint8Array({ maxLength: 200 }), async (given, body) => {
        expect((await provider.webhook({ method: "POST", headers: given, query: {}, body, remote: "" })).status).to.equal(401);
      }),
    );
    expect(events).to.deep.equal([]);
    expect(refusals.length).to.be.greaterThan(50);
  });

  for (const [what, body, over, status] of [
    ["no JSON", "{", {}, 400],
    ["not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), {}, 400],
    ["of another type", JSON.stringify({ ...HELLO, type: "typing" }), {}, 400],
    ["without a person", JSON.stringify({ ...HELLO, person: undefined }), {}, 400],
    ["of a person without an id", JSON.stringify({ ...HELLO, person: { id: "", name: "x" } }), {}, 400],
    ["with a file at no address", JSON.stringify({ ...HELLO, files: [{ name: "x", url: "file:///etc/passwd" }] }), {}, 400],
    ["with content that is not base64", JSON.stringify({ ...HELLO, files: [{ name: "x", content: "***" }] }), {}, 400],
    ["with an id that is no key", JSON.stringify(HELLO), { "webhook-id": "a b" }, 400],
    ["with an id that is too long", JSON.stringify(HELLO), { "webhook-id": "x".repeat(301) }, 400],
    ["with too many files", JSON.stringify({ ...HELLO, files: Array(21).fill({ name: "x", url: "https://a.example/" }) }), {}, 400],
    ["with content that is too large", JSON.stringify({ ...HELLO, files: [{ name: "x", content: Buffer.alloc(1_001).toString("base64") }] }), {}, 413],
    ["nested without end", `{"type":"message","x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, {}, 400],
  ] as const)
    it(`turns away a genuine request that is ${what}, and says why`, async () => {
      const answer = await post(await started({ peer: { fileBytes: 1_000 } }), body, over);
      expect(answer.status).to.equal(status);
      expect(JSON.parse(answer.body!).error).to.be.a("string").and.not.equal("");
      expect(events).to.deep.equal([]);
    });

  it("keeps content that came along until it is asked for, and no more of it than there is room for", async () => {
    const provider = await started();
    const content = Buffer.from("hello file");
    await post(provider, JSON.stringify({ ...HELLO, files: [{ name: "a.txt", mime: "text/plain", content: content.toString("base64") }] }));
    const [file] = (events[0] as Extract<InboundEvent, { type: "message" }>).files;
    expect(file).to.deep.include({ name: "a.txt", mime: "text/plain", bytes: 10 });
    const chunks = [];
    for await (const chunk of await provider.download(file!, open)) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(content)).to.equal(true);
    for (let i = 0; i < 9; i++) {
      const large = Buffer.alloc(8 * 1024 * 1024).toString("base64");
      await post(provider, JSON.stringify({ ...HELLO, files: [{ name: "b", content: large }] }), { "webhook-id": `msg_big_${i}` });
    }
    const gone = await provider.download(file!, open).catch((error: unknown) => error);
    expect(gone).to.have.property("code", "provider.file_gone");
  });

  for (const url of ["http://127.0.0.1:9/", "https://localhost/", "https://10.0.0.1/", "https://[::ffff:169.254.169.254]/"])
    it(`does not start towards ${url}`, async () => {
      expect(await started({ url }).catch((error: unknown) => error)).to.have.property("code", "provider.failed");
    });

  it("does not fetch files from private addresses, however they are named", async () => {
    let asked = 0;
    const url = await serving((_request, response) => {
      asked += 1;
      response.end("secret");
    });
    const provider = await started();
    const port = new URL(url).port;
    for (const ref of [
      url,
      url.replace("http:", "https:"),
      `https://localhost:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
      `https://2130706433:${port}/`,
      "file:///etc/passwd",
      "data:text/plain,x",
    ])
      expect(await provider.download({ ref, name: "x", mime: "x" }, open).catch((error: unknown) => error), ref).to.have.property("code", "provider.failed");
    expect(asked).to.equal(0);
  });

  it("connects to no private address that a public name leads to", async () => {
    let asked = 0;
    const url = new URL(
      await serving((_request, response) => {
        asked += 1;
        response.end();
      }),
    );
    const names: string[] = [];
    const resolve = ((name: string, _options: unknown, callback: (error: null, found: object[]) => void) => {
      names.push(name);
      callback(null, [{ address: "127.0.0.1", family: 4 }]);
    }) as unknown as typeof lookup;
    const http = new Http({ clock: realClock, allowPrivate: false, answerMs: 300, resolve });
    const to = new URL(`https://peer.example:${url.port}/`);
    expect(await http.post(to, {}, "{}").catch(failureOf)).to.include({ state: "refused", code: "not_allowed" });
    const file = { ref: to.href, name: "x", mime: "x" };
    expect(await fetchFile(file, http, 1_000, open).catch((error: unknown) => error)).to.have.property("code", "provider.failed");
    expect([names, asked]).to.deep.equal([["peer.example", "peer.example"], 0]);
    await http.close();
  });

  it("follows no redirect, neither with a message nor for a file", async () => {
    const paths: string[] = [];
    const url = await serving((request, response) => {
      paths.push(request.url!);
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    const provider = await started({ url, allowPrivate: true });
    expect(await send(provider)).to.include({ state: "refused", code: "redirected" });
    expect(await provider.download({ ref: url, name: "x", mime: "x" }, open).catch((error: unknown) => error)).to.have.property("code", "provider.failed");
    expect(paths).to.deep.equal(["/", "/"]);
    expect(health.at(-1)).to.match(/^failed .*Check url/);
  });

  it("reads no endless answer and no endless file, and waits for none", async () => {
    const url = await serving((request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      if (request.url === "/slow") return;
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once("drain", pour);
      };
      pour();
    });
    const endless = await started({ url, allowPrivate: true, peer: { fileBytes: 200_000 } });
    expect(await send(endless)).to.deep.equal({ state: "delivered", message: "k" });
    const read = async () => {
      for await (const chunk of await endless.download({ ref: url, name: "x", mime: "x" }, open)) void chunk;
    };
    expect(await read().catch((error: unknown) => error)).to.have.property("code", "artifact.too_large");
    const slow = await started({ url: `${url}slow`, allowPrivate: true });
    expect((await send(slow)).state).to.equal("unknown");
  });

  it("says to whom it speaks nowhere but there", async () => {
    const provider = await started({ url: "http://user:canary-password@127.0.0.1:1/canary-path?canary=1", allowPrivate: true });
    const outcome = await send(provider);
    expect(outcome.state).to.equal("deferred");
    expect(`${JSON.stringify(outcome)}${lines.join()}${health.join()}`).to.not.include("canary");
  });

  it("takes messages without an address to answer at, and says so", async () => {
    const provider = await started();
    expect(health[0]).to.match(/^degraded No url/);
    expect(await send(provider)).to.include({ state: "refused", code: "not_allowed" });
    await provider.typing(HOME);
    await provider.acknowledge("x", "y");
  });

  it("is not set up without a secret that is one", () => {
    for (const value of ["", "short", "whsec_AAAA"]) {
      const config = webhookConfig({ sharedSecret: secretOf(value) });
      const setup = () => plugin.setup({ deps: { clock: realClock, log: collectingLog(lines) }, config, signal: open, onStop: () => undefined } as never);
      expect(setup).to.throw("sharedSecret is no signing secret");
    }
    expect(() => webhookConfig({ sharedSecret: SECRET })).to.throw();
  });
});
