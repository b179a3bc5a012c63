import { silentLog } from "@open-cowork/core/kernel";
import type { ChatProvider, RouteDeclaration } from "@open-cowork/core/transport";
import { realClock } from "@open-cowork/provider-kit";
import type { InboundEvent } from "@open-cowork/shared";
import { expect } from "chai";
import { SseReader } from "../../http-api/test/sse-reader.js";
import { Surface } from "../../http-api/test/surface.js";
import plugin from "../src/plugin.js";

const ann = { id: "u-1", name: "Ann" };
const bob = { id: "u-2", name: "Bob" };
const HOME = { chat: "dm-u-1", kind: "direct" } as const;

async function contributed(server: object = { address: () => undefined, reachable: false }): Promise<{ provider: ChatProvider; routes: RouteDeclaration[] }> {
  const context = { deps: { clock: realClock, log: silentLog, server }, config: plugin.config!.parse({ id: "demo" }), signal: new AbortController().signal };
  const { contributes } = await plugin.setup({ ...context, onStop: () => undefined, construct: () => undefined } as never);
  return { provider: contributes!.chatProviders![0]!, routes: contributes!.routes! };
}

describe("the demo chat over HTTP", () => {
  let surface: Surface;
  let provider: ChatProvider;
  let events: InboundEvent[];
  beforeEach(async () => {
    const made = await contributed();
    provider = made.provider;
    surface = await new Surface({ contributes: { routes: made.routes } }).start();
    events = [];
    const inbound = async (event: InboundEvent) => {
      events.push(event);
      return "claimed" as const;
    };
    await provider.start({ inbound, refused: () => undefined, health: () => undefined });
  });
  afterEach(async () => {
    await provider.stop();
    await surface.stop();
  });

  const say = (json: object) => surface.call("POST", "/fake/demo/messages", { json });
  const watch = (query: string, headers: Record<string, string> = {}) => SseReader.open(surface.url(`/fake/demo/events?${query}`), headers);
  const send = async (text: string, more = {}) => {
    const outcome = await provider.send(HOME, { text, buttons: [], key: text, ...more });
    if (outcome.state !== "delivered") throw new Error(JSON.stringify(outcome));
    return outcome.message;
  };

  it("is a conversation: what people say comes in, what we say and change is seen as it happens", async () => {
    const reader = await watch("person=u-1");
    expect((await say({ person: ann, text: "hello" })).status).to.equal(201);
    const id = await send("Hel");
    await provider.typing(HOME);
    await provider.edit(HOME, id, { text: "Hello, **Ann**", buttons: [], key: "k" });
    await reader.until(({ kinds }) => kinds.includes("edited"));
    expect(reader.kinds).to.deep.equal(["reset", "message", "message", "typing", "edited"]);
    expect(reader.data.at(-1)).to.have.nested.property("message.text", "Hello, **Ann**");
    expect(events).to.have.length(1);
    expect(events[0]).to.deep.include({ type: "message", text: "hello", addressed: true, person: ann, conversation: HOME });
    reader.close();
  });

  it("goes on where a reader broke off, and begins anew for one of another life", async () => {
    const reader = await watch("person=u-1");
    await send("one");
    await reader.until(({ kinds }) => kinds.includes("message"));
    const last = reader.ids.at(-1)!;
    reader.close();
    const id = await send("two");
    await provider.edit(HOME, id, { text: "two!", buttons: [], key: "k" });
    const resumed = await watch("person=u-1", { "last-event-id": last });
    await resumed.until(({ kinds }) => kinds.length === 2);
    expect(resumed.data.map((frame) => [(frame as { type: string }).type, (frame as { message: { text: string } }).message.text])).to.deep.equal([
      ["message", "two"],
      ["edited", "two!"],
    ]);
    resumed.close();
    for (const id of ["someone-1", "1", "", `${last.split("-")[0]}-99`]) {
      const anew = await watch("person=u-1", { "last-event-id": id });
      await anew.until(({ kinds }) => kinds.length === 3);
      expect(anew.kinds).to.deep.equal(["reset", "message", "message"]);
      anew.close();
    }
  });

  it("takes files in and gives them out, as nothing a browser would run", async () => {
    const upload = await surface.call("POST", "/fake/demo/files?name=page.html", { body: "<script>1</script>", headers: { "content-type": "text/html" } });
    await say({ person: ann, text: "look", files: [upload.json.id] });
    const [file] = (events[0] as Extract<InboundEvent, { type: "message" }>).files;
    expect(file).to.deep.include({ name: "page.html", mime: "text/html", bytes: 18 });
    const content = await surface.call("GET", `/fake/demo/files/${upload.json.id}`);
    expect(content.text).to.equal("<script>1</script>");
    expect(content.headers.get("content-type")).to.equal("application/octet-stream");
    expect(content.headers.get("content-disposition")).to.equal("attachment");
    expect((await say({ person: ann, text: "look", files: ["nothing"] })).status).to.equal(400);
    expect((await surface.call("GET", "/fake/demo/files/nothing")).status).to.equal(404);
  });

  it("takes presses of buttons that are there, and shows the answer to the one who pressed", async () => {
    const [his, hers] = [await watch("person=u-2&chat=room"), await watch("person=u-1&chat=room")];
    await say({ person: ann, chat: "room", text: "@cowork, may you?" });
    const room = { chat: "room", kind: "shared" } as const;
    const outcome = await provider.send(room, { text: "May I?", buttons: [{ label: "Yes", value: "K7:once", style: "primary" }], key: "k" });
    const message = (outcome as { message: string }).message;
    const press = (value: string) => surface.call("POST", "/fake/demo/presses", { json: { person: bob, chat: "room", message, value } });
    expect((await press("K7:always")).status).to.equal(404);
    expect((await press("K7:once")).status).to.equal(204);
    const event = events.at(-1) as Extract<InboundEvent, { type: "press" }>;
    expect(event).to.deep.include({ type: "press", value: "K7:once", message, person: bob, conversation: room });
    await provider.acknowledge(event.token, "Noted.");
    await provider.send(room, { text: "done", buttons: [], key: "k2" });
    for (const reader of [his, hers]) await reader.until(({ text }) => text.includes("done"));
    expect(his.kinds).to.include("notice");
    expect(hers.kinds).to.not.include("notice");
    for (const reader of [his, hers]) reader.close();
  });

  it("keeps direct conversations to their people", async () => {
    await send("for Ann");
    expect((await say({ person: bob, chat: "dm-u-1", text: "I am in" })).status).to.equal(403);
    expect((await surface.call("GET", "/fake/demo/events?person=u-2&chat=dm-u-1")).status).to.equal(403);
    expect(events).to.deep.equal([]);
  });

  for (const [what, headers] of [
    ["under another name", { host: "cowork.example" }],
    ["by the machine's address in the network", { host: "192.168.1.5:7370" }],
    ["through a proxy", { host: "localhost", "x-forwarded-for": "203.0.113.9" }],
    ["through a proxy that says so in the standard way", { host: "localhost", forwarded: "for=203.0.113.9" }],
    ["from a page of another site", { host: "localhost", origin: "https://evil.example" }],
  ] as const) {
    it(`does not answer who asks ${what}`, async () => {
      const body = JSON.stringify({ person: ann, text: "let me in" });
      const answer = await surface.raw("POST", "/fake/demo/messages", { ...headers, "content-type": "application/json" }, body);
      expect(answer.status).to.equal(403);
      expect(events).to.deep.equal([]);
    });
  }

  for (const json of [
    {},
    { person: ann },
    { person: { id: "../x", name: "A" }, text: "x" },
    { person: ann, chat: "a/b", text: "x" },
    { person: ann, text: "x".repeat(8_001) },
  ])
    it(`refuses ${JSON.stringify(json).slice(0, 60)}`, async () => {
      expect((await say(json)).status).to.equal(400);
      expect(events).to.deep.equal([]);
    });

  it("plays faults, so that it can be seen what becomes of them", async () => {
    await say({ person: ann, text: "hi" });
    await surface.call("POST", "/fake/demo/faults", { json: { fault: { kind: "rate-limited", retryAfterMs: 5_000 }, times: 2 } });
    for (let i = 0; i < 2; i++)
      expect(await provider.send(HOME, { text: "x", buttons: [], key: "k" })).to.deep.include({ state: "deferred", retryAfterMs: 5_000 });
    await send("through");
  });
});

describe("the plugin of the demo chat", () => {
  for (const [what, server] of [
    ["others reach", { address: () => undefined, reachable: true }],
    ["does not say whether others reach it", { address: () => undefined }],
  ] as const)
    it(`does not start behind a surface that ${what}`, async () => {
      const error = await contributed(server).catch((failure: unknown) => failure);
      expect(error).to.have.property("code", "host.public_bind");
    });
});
