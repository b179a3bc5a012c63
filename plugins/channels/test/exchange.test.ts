import type { ChatProvider } from "@open-cowork/core/transport";
import { expect } from "chai";
import { Rig } from "./rig.js";
import { ScriptedChat, said } from "./scripted-chat.js";

describe("a provider that is exchanged while the host runs", () => {
  const capabilities = { text: { max: 400 }, files: { in: 0, out: 0 }, typing: false };

  /** A gateway whose first provider ends only when it is told to. */
  async function exchanged() {
    const chat = new ScriptedChat(capabilities);
    const rig = await new Rig(chat, (turn) => {
      turn.say(`You said: ${turn.prompt.text}`);
      turn.finish();
    }).start();
    const binding = await rig.allow();
    let end: () => void = () => undefined;
    const first = chat.provider();
    const stop = first.stop.bind(first);
    first.stop = () => new Promise<void>((resolve) => (end = resolve)).then(stop);
    const gateway = rig.gateway({ provider: first }).start();
    await rig.settle();
    const finish = async () => {
      await rig.settle();
      end();
      await rig.settle();
    };
    return { chat, rig, gateway, binding, finish };
  }
  const states = (gateway: { supervisor: { statuses(): { state: string }[] } }) => gateway.supervisor.statuses().map(({ state }) => state);

  it("begins when the one before it has ended, and keeps the binding", async () => {
    const { chat, rig, gateway, binding, finish } = await exchanged();
    const old = chat.sink;
    gateway.exchange(chat.provider());
    await rig.settle();
    expect(states(gateway), "it waits").to.deep.equal(["starting"]);
    expect(chat.sink, "nothing has begun").to.equal(old);
    await finish();
    expect(states(gateway)).to.deep.equal(["ready"]);
    await Promise.all([chat.sink!.inbound(said(chat, "still there?")), rig.settle(300)]);
    expect(chat.texts).to.deep.equal(["You said: still there?"]);
    const other = rig.channels.directory.renew(rig.ctx, binding, "other.1", 1_000).catch((error: { code: string }) => error.code);
    expect(await other, "another could take it").to.equal("channel.held");
  });

  it("takes nothing more through the old one, so that the platform delivers it again", async () => {
    const { chat, gateway, finish } = await exchanged();
    const old = chat.sink!;
    gateway.exchange(chat.provider());
    await finish();
    const refused = await old.inbound(said(chat, "late")).catch((error: { code: string }) => error.code);
    expect(refused).to.equal("stopping");
  });

  it("is given up where it is not wanted any more before it began", async () => {
    const { chat, gateway, finish } = await exchanged();
    const started: string[] = [];
    const never = chat.provider();
    never.start = () => {
      started.push("never");
      return Promise.reject(new Error("must not be started"));
    };
    gateway.exchange(never);
    gateway.exchange(chat.provider());
    await finish();
    expect(states(gateway)).to.deep.equal(["ready"]);
    expect(started).to.deep.equal([]);
  });

  it("ends with the others when the host stops, the one that waits and the one that ends", async () => {
    const { chat, rig, gateway, finish } = await exchanged();
    const next: ChatProvider = chat.provider();
    gateway.exchange(next);
    let stopped = false;
    const stopping = gateway.supervisor.stop().then(() => (stopped = true));
    await rig.settle();
    expect(stopped).to.equal(false);
    await Promise.all([finish(), stopping]);
    expect(stopped).to.equal(true);
    expect(chat.sink).to.equal(undefined);
  });
});
