import type { Checkpoint } from "@open-cowork/core/sessions";
import { expect } from "chai";
import { decodeCheckpoint, encodeCheckpoint } from "../src/session/checkpoint-codec.js";
import { RuntimeHost } from "./harness.js";

/** A checkpoint as a machine whose clock is ahead would have written it. */
async function ahead(checkpoint: Checkpoint, ms: number): Promise<Checkpoint> {
  const { engine, root, events } = await decodeCheckpoint(checkpoint);
  const later = events.map((event) => {
    const info = event.data.info as { time?: { created?: number } } | undefined;
    if (!event.type.startsWith("message.updated") || info?.time?.created === undefined) return event;
    return { ...event, data: { ...event.data, info: { ...info, time: { ...info.time, created: info.time.created + ms } } } };
  });
  return encodeCheckpoint(checkpoint.position, { engine, root, events: later });
}

describe("clocks that differ", function () {
  this.timeout(90_000);
  const hosts: RuntimeHost[] = [];
  afterEach(async () => {
    for (const host of hosts.splice(0).reverse()) await host.stop();
  });
  const start = async (...args: Parameters<typeof RuntimeHost.start>) => {
    const host = await RuntimeHost.start(...args);
    hosts.push(host);
    return host;
  };

  it("let a thread go on at a machine that is an hour behind, and at a third one that has it from both", async () => {
    const first = await start();
    const thread = await first.open();
    await thread.say("one", [{ text: "First." }]);
    const one = await ahead((await thread.runtime.checkpoint())!, 3_600_000);

    const second = await start({ model: first.server });
    const behind = await second.open(thread.session, { checkpoints: [one] });
    expect(await behind.say("two", [{ text: "Second." }])).to.deep.equal({ state: "finished" });
    expect(behind.text()).to.equal("Second.");
    expect(first.server.turns, "the model is asked once").to.have.length(1);
    const two = (await behind.runtime.checkpoint())!;

    const third = await start({ model: first.server });
    const again = await third.open(thread.session, { checkpoints: [one, two] });
    expect(await again.say("three", [{ text: "Third." }])).to.deep.equal({ state: "finished" });
    expect(again.text()).to.equal("Third.");

    const { turns } = first.server;
    expect(turns, "the model is asked once").to.have.length(1);
    const said = turns[0]!.body.messages.filter(({ role }) => role !== "system").map(({ content }) => JSON.stringify(content));
    for (const [i, words] of ["one", "First.", "two", "Second.", "three"].entries()) expect(said[i]).to.include(words);
  });
});
