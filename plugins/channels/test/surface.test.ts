import type { RouteDeclaration, RouteResult, WebhookRequest } from "@open-cowork/core/transport";
import { ANONYMOUS, type ChatProvider } from "@open-cowork/core/transport";
import { AppError, isAppError, providerStatusSchema } from "@open-cowork/shared";
import { assert, expect } from "chai";
import { providerRoutes } from "../src/http/provider-routes.js";
import { webhookRoutes } from "../src/http/webhook-routes.js";
import { channelMetrics } from "../src/life/channel-metrics.js";
import { channelHealth } from "../src/life/health.js";
import { type Gateway, Rig } from "./rig.js";
import { ScriptedChat, said } from "./scripted-chat.js";

const MOST = 1_000;
const capabilities = { text: { max: 2_000 }, files: { in: 0, out: 0 }, typing: false, webhook: { maxBytes: MOST } };

describe("the surface of the channel router", () => {
  let chat: ScriptedChat;
  let rig: Rig;
  let gateway: Gateway;
  let requests: WebhookRequest[];
  let routes: RouteDeclaration[];
  let provider: ChatProvider;

  beforeEach(async () => {
    chat = new ScriptedChat(capabilities);
    rig = await new Rig(chat).start();
    await rig.allow();
    requests = [];
    provider = Object.assign(chat.provider(), {
      webhook: async (request: WebhookRequest) => {
        requests.push(request);
        return { status: 200, headers: { "Content-Type": "text/html", "set-cookie": "a=b", "x-hub": "1" }, body: request.query.challenge ?? "" };
      },
    });
    gateway = rig.gateway({ provider }).start();
    routes = [...webhookRoutes(gateway.supervisor), ...providerRoutes(gateway.supervisor)];
    await rig.until("it is ready", () => gateway.supervisor.statuses()[0]?.state === "ready");
  });

  async function call(
    method: string,
    path: string,
    { params = {}, query = {}, headers = {}, body = [] as Uint8Array[] | AsyncIterable<Uint8Array> } = {},
  ): Promise<RouteResult> {
    const route = routes.find((each) => each.method === method && each.path === path)!;
    const stream = (async function* () {
      yield* body;
    })();
    const input = { params: route.params?.parse(params) ?? params, query, headers, stream, remote: "203.0.113.9", body: undefined };
    return route.handler({ tenant: "", principal: ANONYMOUS, traceId: "t" }, input as never);
  }
  const hook = (method: string, more: Parameters<typeof call>[2] = {}) =>
    call(method, "//webhooks/:kind/:instance", { params: { kind: "scripted", instance: "one" }, ...more });
  const refusal = (answer: Promise<RouteResult>) =>
    answer.then(
      () => "answered",
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );

  it("hands a request of a platform to its provider, byte for byte", async () => {
    const answer = await hook("POST", { headers: { "x-signature": "s" }, body: [Uint8Array.of(0, 255), Uint8Array.of(10)] });
    expect(requests[0]).to.deep.include({ method: "POST", headers: { "x-signature": "s" }, body: Uint8Array.of(0, 255, 10), remote: "203.0.113.9" });
    expect(answer).to.deep.equal({ status: 200, headers: { "x-hub": "1" }, empty: true });
    // Not as attempts to sign in, of which there are a few a minute.
    expect(routes.find(({ method }) => method === "POST")).to.include({ access: "public", raw: "*", limit: "requests" });
  });

  it("answers an address check as text that no browser takes for a page", async () => {
    expect(await hook("GET", { query: { challenge: "<script>alert(1)</script>" } })).to.deep.equal({
      ...{ status: 200, headers: { "x-hub": "1" }, text: "<script>alert(1)</script>" },
      contentType: "text/plain; charset=utf-8",
    });
  });

  it("reads no more than the provider takes, and nothing of what says itself that it is more", async () => {
    let read = 0;
    const endless = (async function* () {
      for (;;) {
        read += 400;
        yield new Uint8Array(400);
      }
    })();
    expect(await refusal(hook("POST", { body: endless }))).to.equal("request.too_large");
    expect(read).to.equal(1_200);
    const untouched: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => assert.fail("was read") };
    expect(await refusal(hook("POST", { headers: { "content-length": String(MOST + 1) }, body: untouched }))).to.equal("request.too_large");
    expect(requests).to.deep.equal([]);
    await hook("POST", { body: [new Uint8Array(MOST)] });
    expect(requests).to.have.length(1);
  });

  it("knows no webhook of a provider that is not there, or that takes none", async () => {
    const at = (kind: string, instance: string) => refusal(call("POST", "//webhooks/:kind/:instance", { params: { kind, instance } }));
    expect(await at("scripted", "two")).to.equal("webhook.unknown");
    Object.assign(provider, { capabilities: { ...capabilities, webhook: undefined } });
    expect(await at("scripted", "one")).to.equal("webhook.unknown");
    expect(() => routes[0]!.params!.parse({ kind: "../x", instance: "one" })).to.throw();
  });

  it("asks a platform to come again while its provider is not connected", async () => {
    provider.start = () => Promise.reject(new AppError("provider.failed"));
    gateway.supervisor.restart("scripted", "one");
    await rig.until("it has failed", () => gateway.supervisor.statuses()[0]!.state === "failed");
    expect(await refusal(hook("POST"))).to.equal("provider.failed");
    expect(new AppError("provider.failed").kind).to.equal("unavailable");
  });

  it("shows operators how each provider is, and starts one again for them", async () => {
    expect(routes.filter(({ path }) => path.startsWith("/channels/")).map(({ access }) => access)).to.deep.equal(["channel.serve", "channel.serve"]);
    const answer = (await call("GET", "/channels/providers")) as { json: { items: unknown[] } };
    expect(providerStatusSchema.array().parse(answer.json.items)).to.have.length(1);
    const starts: number[] = [];
    const { start } = provider;
    provider.start = (sink) => {
      starts.push(rig.clock.now());
      return start.call(provider, sink);
    };
    const params = { kind: "scripted", instance: "one" };
    expect(await call("POST", "/channels/providers/:kind/:instance/restart", { params })).to.deep.equal({ empty: true });
    await rig.until("it was started again", () => starts.length === 1);
    expect(await refusal(call("POST", "/channels/providers/:kind/:instance/restart", { params: { kind: "x", instance: "y" } }))).to.equal("provider.not_found");
  });

  it("measures what comes in, what goes out, what waits and how providers are", async () => {
    const event = said(chat, "/help");
    for (let i = 0; i < 2; i++) await Promise.all([chat.sink!.inbound(event), rig.settle(200)]);
    chat.outcomes.push({ state: "deferred", retryAfterMs: 90_000, reason: "busy" });
    await Promise.all([chat.sink!.inbound(said(chat, "/status")), rig.settle(200)]);
    await rig.settle(5_000);
    const all = channelMetrics(() => gateway.supervisor.lives, rig.clock).flatMap(({ name, labels, collect }) =>
      collect().map((sample) => {
        expect(Object.keys(sample.labels), name).to.have.members([...labels]);
        const { provider: kind, instance, ...rest } = sample.labels;
        return `${name.replace("open_cowork_channel_", "")} ${kind}/${instance} ${Object.values(rest).join()} ${sample.value}`;
      }),
    );
    const has = (...lines: string[]) => expect(all).to.include.members(lines.map((line) => line.replace(" ", " scripted/one ")));
    has("inbound_total claimed 2", "inbound_total known 1", "inbound_total rejected 0", "accept_duration_seconds_bucket +Inf 3", "dealt_total command 2");
    has("deliveries_total delivered 1", "deliveries_total deferred 1", "backlog  1", "provider_state ready 1", "provider_state failed 0");
    expect(all.find((line) => line.startsWith("oldest_pending_seconds"))).to.match(/ 5(\.\d+)?$/);
  });

  it("takes a host out of service only when no provider is of use", async () => {
    const states = async () =>
      (await Promise.all(channelHealth(gateway.supervisor.lives, rig.clock).map(async ({ name, check }) => `${name} ${(await check()).state}`))).join(", ");
    expect(await states()).to.equal("provider scripted/one ok, outbox ok");
    const broken = Object.assign(chat.provider(), { instance: "two", start: () => Promise.reject(new AppError("provider.failed")) });
    const both = rig.gateway({ providers: () => [provider, broken], node: "gw" }).start();
    gateway.kill();
    gateway = both;
    await rig.until(
      "one of two is ready",
      () =>
        both.supervisor
          .statuses()
          .map(({ state }) => state)
          .join() === "ready,failed",
    );
    expect(await states()).to.equal("provider scripted/one ok, provider scripted/two degraded, outbox ok");
    provider.start = broken.start;
    both.supervisor.restart("scripted", "one");
    await rig.until("both have failed", () => both.supervisor.statuses().every(({ state }) => state === "failed"));
    expect(await states()).to.equal("provider scripted/one failed, provider scripted/two failed, outbox ok");
  });

  it("says when messages wait for long, and sends them when an operator says so", async () => {
    chat.outcomes.push({ state: "refused", code: "blocked", reason: "blocked by the user" });
    await Promise.all([chat.sink!.inbound(said(chat, "/help")), rig.settle(200)]);
    const { items } = await rig.channels.outbox.list(rig.ctx, { state: "refused", limit: 10 });
    expect([items.length, chat.texts.length]).to.deep.equal([1, 0]);
    await rig.channels.outbox.retry(rig.ctx, items[0]!.id);
    await rig.until("it is sent", () => chat.texts.length === 1, 15_000);

    chat.outcomes.push({ state: "deferred", retryAfterMs: 3_600_000, reason: "busy" });
    await Promise.all([chat.sink!.inbound(said(chat, "/status")), rig.settle(200)]);
    await rig.clock.advance(11 * 60_000);
    const outbox = channelHealth(gateway.supervisor.lives, rig.clock).at(-1)!;
    expect(await outbox.check()).to.deep.include({ state: "degraded" });
    const [late] = (await rig.channels.outbox.list(rig.ctx, { state: "pending", limit: 10 })).items;
    await rig.channels.outbox.retry(rig.ctx, late!.id);
    await rig.until("it is sent, though the platform asked for an hour", () => chat.texts.length === 2, 15_000);
  });
});
