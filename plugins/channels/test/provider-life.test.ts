import type { HealthReport } from "@open-cowork/core/kernel";
import { settle } from "@open-cowork/core/testing";
import type { ChatProfile, ChatProvider, ChatSink } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { type Gateway, Rig } from "./rig.js";
import { ScriptedChat, said } from "./scripted-chat.js";

const capabilities = { text: { max: 2_000 }, edits: { minIntervalMs: 100 }, files: { in: 0, out: 0 }, typing: false };
const SECRET = "123456:AAF-secret-token";

/** A provider whose connecting a test decides. */
function provider(chat: ScriptedChat, over: Partial<ChatProvider> = {}): ChatProvider & { starts: number; stops: number; sink?: ChatSink } {
  const inner = chat.provider();
  const made = {
    ...{ kind: inner.kind, instance: inner.instance, capabilities: inner.capabilities, starts: 0, stops: 0, sink: undefined as ChatSink | undefined },
    start: async (sink: ChatSink): Promise<ChatProfile> => {
      made.starts += 1;
      made.sink = sink;
      return inner.start(sink);
    },
    stop: async () => {
      made.stops += 1;
      await inner.stop();
    },
    send: inner.send.bind(inner),
    edit: inner.edit.bind(inner),
    typing: inner.typing.bind(inner),
    download: inner.download.bind(inner),
    acknowledge: inner.acknowledge.bind(inner),
    ...over,
  };
  return made;
}

describe("the life of a provider", () => {
  let chat: ScriptedChat;
  let rig: Rig;
  beforeEach(async () => {
    chat = new ScriptedChat(capabilities);
    rig = await new Rig(chat).start();
    await rig.allow();
  });

  const status = (gateway: Gateway) => gateway.supervisor.statuses()[0]!;
  const comes = (gateway: Gateway, state: string) => rig.until(`it is ${state}`, () => status(gateway).state === state);

  it("tells who we are on the platform, and since when it is ready", async () => {
    const gateway = rig.gateway().start();
    await comes(gateway, "ready");
    expect(status(gateway)).to.deep.include({ kind: "scripted", instance: "one", profile: { name: "Cowork", handle: "cowork_bot" } });
    const [binding] = await rig.channels.admin.bindings(rig.ctx);
    expect(binding).to.include({ name: "Cowork", handle: "cowork_bot" });
  });

  it("waits while another gateway serves the binding, and takes over when that one falls silent", async () => {
    const first = rig.gateway({ node: "a" }).start();
    await comes(first, "ready");
    const second = rig.gateway({ node: "b", provider: provider(chat) }).start();
    await comes(second, "standby");
    await rig.settle(30_000);
    expect([status(first).state, status(second).state]).to.deep.equal(["ready", "standby"]);
    first.kill();
    const died = rig.clock.now();
    await comes(second, "ready");
    expect(rig.clock.now() - died).to.be.within(5_000, 15_000);
  });

  it("takes over at once when the other one stops", async () => {
    const first = rig.gateway({ node: "a" }).start();
    await comes(first, "ready");
    const second = rig.gateway({ node: "b", provider: provider(chat) }).start();
    await comes(second, "standby");
    const stopped = first.supervisor.stop();
    await comes(second, "ready");
    await stopped;
    expect(status(first).state).to.equal("stopped");
  });

  it("stops serving when another took the binding", async () => {
    const own = provider(chat);
    const gateway = rig.gateway({ node: "a", provider: own }).start();
    await comes(gateway, "ready");
    const { store, directory } = rig.channels;
    store.bindings[0]!.leaseUntil = 0;
    await directory.connect(rig.gatewayCtx, { provider: "scripted", instance: "one" }, "b.1", 60_000);
    await comes(gateway, "standby");
    expect(own.stops).to.equal(1);
    const late = await own.sink!.inbound(said(chat, "too late")).catch((error: AppError) => error.code);
    expect(late).to.equal("stopping");
  });

  it("does not believe in a lease that it cannot renew for longer than it lasts", async () => {
    const own = provider(chat);
    const gateway = rig.gateway({ provider: own }).start();
    await comes(gateway, "ready");
    const { directory } = rig.channels;
    const { renew } = directory;
    directory.renew = () => Promise.reject(new AppError("host.unreachable"));
    const began = rig.clock.now();
    await comes(gateway, "failed");
    expect(rig.clock.now() - began).to.be.at.most(10_000);
    expect(own.stops).to.equal(1);
    directory.renew = renew;
    await comes(gateway, "ready");
  });

  it("bridges a short time in which nobody can be asked", async () => {
    const own = provider(chat);
    const gateway = rig.gateway({ provider: own }).start();
    await comes(gateway, "ready");
    const { directory } = rig.channels;
    const { renew } = directory;
    directory.renew = () => new Promise(() => undefined);
    await rig.settle(5_000);
    directory.renew = renew;
    await rig.settle(30_000);
    expect([status(gateway).state, own.starts]).to.deep.equal(["ready", 1]);
  });

  it("tries a provider that fails again, later and later, and says nothing that a library said", async () => {
    let failures = 0;
    const at: number[] = [];
    const own = provider(chat, {
      start: async () => {
        at.push(rig.clock.now());
        if (++failures < 6) throw new Error(`connect https://api.example/bot${SECRET}/getMe failed`);
        return { name: "Cowork" };
      },
    });
    const gateway = rig.gateway({ provider: own }).start();
    await comes(gateway, "failed");
    expect(status(gateway).detail).to.be.a("string").and.not.to.contain(SECRET);
    expect(status(gateway).retryAt).to.be.within(rig.clock.now() - 50, rig.clock.now() + 1_000);
    await comes(gateway, "ready");
    const pauses = at.slice(1).map((time, i) => time - at[i]!);
    for (const [i, pause] of pauses.entries()) expect(pause).to.be.within(1_000 * 2 ** i * 0.5 - 50, 1_000 * 2 ** i + 100);
    expect(JSON.stringify(gateway.lines.map(({ event, fields }) => [event, { ...fields, error: undefined }]))).not.to.contain(SECRET);
  });

  it("goes on when a provider throws at once, hangs in its start, or hangs in its stop", async () => {
    const hanging = () => new Promise<never>(() => undefined);
    let starts = 0;
    const own = provider(chat, {
      start: (sink) => {
        starts += 1;
        if (starts === 1) throw new Error("at once");
        return starts === 2 ? hanging() : chat.provider().start(sink);
      },
      stop: hanging,
    });
    const gateway = rig.gateway({ provider: own }).start();
    await comes(gateway, "failed");
    await comes(gateway, "ready");
    expect(starts).to.equal(3);
  });

  it("starts anew on request, also in the middle of a pause", async () => {
    const own = provider(chat);
    const gateway = rig.gateway({ provider: own }).start();
    await comes(gateway, "ready");
    gateway.supervisor.restart("scripted", "one");
    await rig.until("it is started again", () => own.starts === 2 && status(gateway).state === "ready");
    expect(own.stops).to.equal(1);
    own.start = () => Promise.reject(new AppError("provider.failed", { message: "The token is not valid." }));
    gateway.supervisor.restart("scripted", "one");
    await comes(gateway, "failed");
    expect(status(gateway).detail).to.equal("The token is not valid.");
    own.start = async () => ({ name: "Cowork" });
    const before = rig.clock.now();
    gateway.supervisor.restart("scripted", "one");
    await comes(gateway, "ready");
    expect(rig.clock.now() - before).to.be.lessThan(500);
    expect(() => gateway.supervisor.restart("scripted", "two"))
      .to.throw()
      .with.property("code", "provider.not_found");
  });

  it("does not serve a binding that is switched off, until it is switched on again", async () => {
    const own = provider(chat);
    const gateway = rig.gateway({ provider: own }).start();
    await comes(gateway, "ready");
    const [binding] = await rig.channels.admin.bindings(rig.ctx);
    await rig.channels.admin.update(rig.ctx, binding!.id, { enabled: false });
    await comes(gateway, "stopped");
    expect(own.stops).to.equal(1);
    await rig.settle(30_000);
    expect([status(gateway).state, own.starts]).to.deep.equal(["stopped", 1]);
    await rig.channels.admin.update(rig.ctx, binding!.id, { enabled: true });
    await comes(gateway, "ready");
  });

  it("lets messages wait while the platform is away, and starts a provider again that does not come back by itself", async () => {
    const own = provider(chat);
    const gateway = rig.gateway({ provider: own }).start();
    await comes(gateway, "ready");
    const health = (report: HealthReport) => own.sink!.health(report);
    health({ state: "failed", detail: "The socket is closed." });
    expect(status(gateway)).to.deep.include({ state: "failed", detail: "The socket is closed." });
    await Promise.all([own.sink!.inbound(said(chat, "/help")), rig.settle(500)]);
    expect(chat.calls).to.equal(0);
    health({ state: "degraded", detail: "Slow." });
    await rig.settle(100);
    expect([chat.calls, status(gateway).state]).to.deep.equal([1, "ready"]);
    health({ state: "failed" });
    await rig.settle(30_000);
    expect(own.starts).to.equal(1);
    await rig.until("it was started again", () => own.starts === 2);
    await comes(gateway, "ready");
  });

  it("does not lose messages to credentials that the platform refuses", async () => {
    const own = provider(chat);
    const gateway = rig.gateway({ provider: own }).start();
    await comes(gateway, "ready");
    chat.outcomes.push({ state: "refused", code: "unauthorised", reason: "token revoked" });
    await Promise.all([own.sink!.inbound(said(chat, "/help")), rig.settle(300)]);
    expect(status(gateway).detail).to.contain("credentials");
    await rig.until("it is sent", () => chat.texts.length === 1);
    expect(own.starts).to.equal(2);
  });

  it("follows what plugins contribute: another object of the same name takes the place of the one before", async () => {
    const list: ChatProvider[] = [provider(chat)];
    const gateway = rig.gateway({ providers: () => list }).start();
    await comes(gateway, "ready");
    const [first] = list as ReturnType<typeof provider>[];
    const second = provider(chat);
    list.splice(0, 1, second);
    gateway.exchange();
    await rig.until("the second one is ready", () => second.starts === 1 && status(gateway)?.state === "ready");
    expect(first!.stops).to.equal(1);
    list.push(provider(chat));
    gateway.exchange();
    await rig.settle(3_000);
    expect(gateway.supervisor.statuses()).to.have.length(1);
    expect(gateway.lines.filter(({ event }) => event === "provider.refused")).to.have.length(1);
    list.splice(0);
    gateway.exchange();
    await rig.until("it is gone", () => gateway.supervisor.statuses().length === 0 && second.stops === 1);
  });

  it("keeps the trouble of one provider from the others", async () => {
    const bad = provider(chat, { start: () => Promise.reject(new Error("no")) });
    const worst = provider(chat, { start: () => new Promise(() => undefined), stop: () => Promise.reject(new Error("no")) });
    const list = [Object.assign(bad, { instance: "bad" }), Object.assign(worst, { instance: "worst" }), provider(chat)];
    const gateway = rig.gateway({ providers: () => list }).start();
    await rig.until("the good one is ready", () => gateway.supervisor.statuses().some(({ instance, state }) => instance === "one" && state === "ready"));
    const stopped = gateway.supervisor.stop();
    let isOver = false;
    void stopped.then(() => (isOver = true));
    await rig.until("all are stopped", () => isOver, 30_000);
    await settle();
    expect(gateway.supervisor.statuses().map(({ state }) => state)).to.deep.equal(["stopped", "stopped", "stopped"]);
  });
});
