import { newId, statusOf } from "@open-cowork/shared";
import { expect } from "chai";
import { Machine, World } from "./engine-harness.js";

const texts = (view: Awaited<ReturnType<World["view"]>>) =>
  view.blocks.flatMap((block) => (block.type === "text" || block.type === "person" ? [block.text] : []));

describe("the session engine", () => {
  let world: World;
  let session: string;
  const machine = async (play?: ConstructorParameters<typeof Machine>[1], node?: string) => new Machine(world, play, node).start();

  beforeEach(async () => {
    world = new World();
    session = newId();
  });
  const create = (on: Machine) => on.workspace.create(world.ctx, { id: session });

  it("runs a prompt and keeps every space of the answer", async () => {
    const m = await machine((turn) => {
      for (const piece of ["Hello", " world", "  twice", "\n"]) turn.say(piece);
      turn.finish();
    });
    await create(m);
    await m.prompt(session, "Say hello");
    const view = await world.view(session);
    expect(texts(view)).to.deep.equal(["Say hello", "Hello world  twice\n"]);
    expect(statusOf(view)).to.equal("idle");
    expect(view.title).to.equal("Say hello");
    expect(view.blocks.at(-1)).to.include({ type: "end", state: "finished" });
  });

  it("runs a repeated command id once and gives the first answer again", async () => {
    const m = await machine((turn) => turn.finish());
    await create(m);
    const command = { kind: "prompt" as const, id: newId(), text: "Once" };
    const first = await m.send(session, command);
    await world.settle();
    expect(await m.send(session, command)).to.deep.equal(first);
    await world.settle();
    expect(m.runtime.turns).to.have.length(1);
  });

  it("runs queued prompts one after the other, in order", async () => {
    const m = await machine();
    await create(m);
    await m.prompt(session, "one");
    await m.prompt(session, "two");
    await m.prompt(session, "three");
    expect(m.runtime.turns.map((turn) => turn.prompt.text)).to.deep.equal(["one"]);
    m.runtime.turns[0]!.finish();
    await world.settle();
    m.runtime.turns[1]!.finish();
    await world.settle();
    expect(m.runtime.turns.map((turn) => turn.prompt.text)).to.deep.equal(["one", "two", "three"]);
  });

  for (const run of ["no-such-run", "__proto__", "constructor"])
    it(`refuses to stop or resume the run ${run}, which never was, and goes on with the others`, async () => {
      const m = await machine((turn) => turn.finish());
      await create(m);
      for (const kind of ["abort", "resume"] as const) {
        const error: unknown = await m.send(session, { kind, id: newId(), run }).catch((reason: unknown) => reason);
        expect(error).to.include({ code: "run.not_found" });
      }
      await m.prompt(session, "Still there?");
      expect(statusOf(await world.view(session))).to.equal("idle");
    });

  it("delivers an abort while a prompt waits behind the silent run", async () => {
    const m = await machine();
    await create(m);
    const { run } = await m.prompt(session, "silent");
    await m.prompt(session, "next");
    await m.send(session, { kind: "abort", id: newId() });
    await world.settle();
    expect(m.runtime.turns[0]!.aborted).to.equal(true);
    expect((await world.view(session)).runs[run!]!.state).to.equal("aborted");
    expect(m.runtime.turns[1]!.prompt.text).to.equal("next");
  });

  it("stops what was prompted a moment before, although it is not running yet", async () => {
    const m = await machine();
    await create(m);
    const { run } = await m.send(session, { kind: "prompt", id: newId(), text: "go" });
    expect((await world.index.get(world.ctx, session))!.activeRun).to.equal(null);
    await m.send(session, { kind: "abort", id: newId() });
    await world.settle();
    expect((await world.view(session)).runs[run!]!.state).to.equal("aborted");
    expect(await m.send(session, { kind: "abort", id: newId() }).catch((error: unknown) => error)).to.include({ code: "run.not_active" });
  });

  it("takes back a queued prompt without touching the one that runs", async () => {
    const m = await machine();
    await create(m);
    await m.prompt(session, "first");
    const { run } = await m.prompt(session, "second");
    await m.send(session, { kind: "abort", id: newId(), run });
    await world.settle();
    m.runtime.turns[0]!.finish();
    await world.settle();
    expect(m.runtime.turns).to.have.length(1);
    expect((await world.view(session)).runs[run!]!.state).to.equal("aborted");
    expect(world.kinds(session).filter((kind) => kind === "run.withdrawn")).to.have.length(1);
  });

  it("steers the active run, and queues the message when the turn has just ended", async () => {
    const m = await machine();
    await create(m);
    await m.prompt(session, "work");
    await m.prompt(session, "also this", { delivery: "steer" });
    expect(m.runtime.turns[0]!.steered.map(({ text }) => text)).to.deep.equal(["also this"]);
    m.runtime.turns[0]!.ended = true;
    await m.prompt(session, "too late", { delivery: "steer" });
    m.runtime.turns[0]!.finish();
    await world.settle();
    expect(m.runtime.turns[1]?.prompt.text).to.equal("too late");
    expect(texts(await world.view(session)).filter((text) => text === "too late")).to.have.length(1);
  });

  it("keeps a run for a day of silence and takes the answer then", async () => {
    const m = await machine((turn) => turn.ask("a1"));
    await create(m);
    await m.prompt(session, "delete the build");
    expect(statusOf(await world.view(session))).to.equal("waiting");
    await world.clock.advance(86_400_000);
    await m.send(session, { kind: "approval.answer", id: newId(), approval: "a1", answer: "once" });
    await world.settle();
    const turn = m.runtime.turns[0]!;
    expect(turn.answers).to.deep.equal([{ kind: "approval", id: "a1", answer: "once", note: undefined }]);
    turn.say("Done.");
    turn.finish();
    await world.settle();
    const view = await world.view(session);
    expect(texts(view)).to.deep.equal(["delete the build", "Done."]);
    expect(view.approvals.a1).to.include({ state: "answered", answer: "once" });
    expect(m.runtime.turns).to.have.length(1);
  }).timeout(30_000);

  it("refuses the second of two decisions", async () => {
    const m = await machine((turn) => turn.ask("a1"));
    await create(m);
    await m.prompt(session, "go");
    await m.send(session, { kind: "approval.answer", id: newId(), approval: "a1", answer: "once" });
    const error = await m.send(session, { kind: "approval.answer", id: newId(), approval: "a1", answer: "reject" }).catch((e: unknown) => e);
    expect(error).to.include({ code: "approval.not_pending" });
  });

  it("parks a waiting run when the worker dies, and goes on with it when somebody decides", async () => {
    const first = await machine((turn) => {
      turn.emit("tool.started", { message: "m", call: "c1", tool: "bash" });
      turn.ask("a1", ["make clean"], { call: "c1" });
    });
    await create(first);
    await first.prompt(session, "clean");
    // The process is gone: nobody renews, nobody answers.
    await world.leases.releaseNode("node", "");
    const second = await machine((turn) => {
      turn.ask("a2", ["make clean"], { call: "c2" });
    });
    await world.settle();
    expect(second.runtime.turns).to.have.length(0);
    expect(statusOf(await world.view(session))).to.equal("waiting");
    await second.send(session, { kind: "approval.answer", id: newId(), approval: "a1", answer: "once" });
    await world.settle();
    const turn = second.runtime.turns[0]!;
    expect(turn.prompt).to.include({ resume: true });
    expect(turn.answers).to.deep.equal([{ kind: "approval", id: "a2", answer: "once", note: undefined }]);
    turn.finish();
    await world.settle();
    const view = await world.view(session);
    expect(Object.keys(view.approvals)).to.deep.equal(["a1"]);
    expect(statusOf(view)).to.equal("idle");
  });

  it("writes nothing after another worker has taken over", async () => {
    const first = await machine(undefined, "a");
    await create(first);
    await first.prompt(session, "go");
    const old = first.runtime.turns[0]!;
    old.say("before");
    await world.settle();
    await world.leases.releaseNode("a", "");
    const second = await machine((turn) => turn.finish(), "b");
    await world.settle();
    const before = world.kinds(session).length;
    old.say(" after");
    await world.settle();
    expect(old.aborted).to.equal(true);
    expect(world.kinds(session)).to.have.length(before);
    expect(texts(await world.view(session))).to.deep.equal(["go", "before"]);
    expect(second.runtime.turns).to.have.length(1);
  });

  it("stops in order: a running turn is interrupted and goes on at the next start", async () => {
    const first = await machine((turn) => turn.say("half"));
    await create(first);
    await first.prompt(session, "long");
    const stopping = first.worker.stop(100);
    await world.clock.advance(500);
    await stopping;
    expect(first.worker.size).to.equal(0);
    const second = await machine((turn) => turn.finish());
    await world.settle();
    expect(second.runtime.turns[0]!.prompt).to.include({ resume: true });
    expect(statusOf(await world.view(session))).to.equal("idle");
  });

  it("says why a run failed and takes the next prompt", async () => {
    const m = await machine((turn) =>
      turn.prompt.text === "bad" ? turn.fail({ code: "model.rejected_key", message: "no", retryable: false }) : turn.finish(),
    );
    await create(m);
    const { run } = await m.prompt(session, "bad");
    const view = await world.view(session);
    expect(view.runs[run!]).to.deep.include({ state: "failed", error: { code: "model.rejected_key", message: "no", retryable: false } });
    await m.prompt(session, "good");
    expect(statusOf(await world.view(session))).to.equal("idle");
  });

  it("removes what a deleted thread holds, even in mid-run", async () => {
    const m = await machine((turn) => turn.say("secret"));
    await create(m);
    const content = (async function* () {
      yield Uint8Array.of(1);
    })();
    await world.artifacts.put(world.ctx, { name: "a", mime: "text/plain", session }, content, 1);
    await m.prompt(session, "go");
    await m.send(session, { kind: "delete", id: newId() });
    await world.settle();
    expect(m.runtime.turns[0]!.aborted).to.equal(true);
    expect(await world.artifacts.list(world.ctx, { limit: 1 })).to.deep.equal({ items: [] });
    expect(world.store.find(world.ctx.tenant, session)!.purged).to.equal(true);
    expect(m.worker.size).to.equal(0);
  });

  it("gives an idle session back and takes it again for the next prompt", async () => {
    const m = await machine((turn) => turn.finish());
    await create(m);
    await m.prompt(session, "one");
    expect(m.worker.size).to.equal(1);
    await world.clock.advance(2_000);
    expect(m.worker.size).to.equal(0);
    await m.prompt(session, "two");
    expect(m.runtime.turns).to.have.length(2);
  });

  it("takes back the words of an attempt that the engine makes again", async () => {
    const m = await machine((turn) => {
      turn.emit("message.started", { message: "m" });
      turn.say("half an", "p1");
      turn.emit("run.retrying", { attempt: 1, message: "connection lost" });
      turn.emit("run.continued", {});
      turn.say("half an answer", "p2");
      turn.finish();
    });
    await create(m);
    await m.prompt(session, "go");
    expect(texts(await world.view(session)).join("|")).to.equal("go||half an answer");
  });

  it("gives up a model call that keeps failing", async () => {
    const m = await machine(async (turn) => {
      for (let attempt = 1; attempt <= 20 && !turn.aborted; attempt++) turn.emit("run.retrying", { attempt, message: "Internal Server Error" });
    });
    await create(m);
    const { run } = await m.prompt(session, "go");
    const { state, error } = (await world.view(session)).runs[run!]!;
    expect(state).to.equal("failed");
    expect(error).to.include({ code: "model.failed" });
    expect(error!.message).to.include("Internal Server Error");
  });

  it("ends a run in plain words when the answer has no end, and does not let the engine ask for ever", async () => {
    const m = await machine(async (turn) => {
      for (let i = 0; i < 20 && !turn.aborted; i++) {
        turn.emit("message.started", { message: `m${i}` });
        turn.say("half an answer", `p${i}`);
        turn.emit("message.finished", { message: `m${i}`, finish: "unknown" });
      }
    });
    await create(m);
    const { run } = await m.prompt(session, "go");
    const view = await world.view(session);
    expect(view.runs[run!]).to.have.nested.property("error.code", "model.stream_cut");
    expect(texts(view)).to.deep.equal(["go", "half an answer"]);
  });

  it("does not call an answer finished that has nothing in it", async () => {
    const m = await machine((turn) => {
      turn.emit("message.started", { message: "m" });
      turn.emit("message.finished", { message: "m", finish: "stop" });
      turn.finish();
    });
    await create(m);
    const { run } = await m.prompt(session, "go");
    expect((await world.view(session)).runs[run!]).to.have.nested.property("error.code", "model.failed");
  });

  it("ends a run whose model answers with nothing again and again", async () => {
    const m = await machine(async (turn) => {
      for (let i = 0; i < 20 && !turn.aborted; i++) {
        turn.emit("message.started", { message: `m${i}` });
        turn.emit("message.finished", { message: `m${i}` });
      }
    });
    await create(m);
    const { run } = await m.prompt(session, "go");
    expect((await world.view(session)).runs[run!]).to.deep.include({ state: "failed" });
    expect(world.kinds(session).filter((kind) => kind === "message.started").length).to.be.at.most(4);
  });

  it("refuses a viewer's prompt and an empty prompt", async () => {
    const m = await machine();
    await create(m);
    const viewer = { ...world.ctx, principal: { ...world.ctx.principal, role: "viewer" as const } };
    const refused = await m.workspace
      .command(viewer, session, { kind: "prompt", id: newId(), text: "hi", attachments: [], delivery: "queue" })
      .catch((e: unknown) => e);
    expect(refused).to.include({ code: "auth.forbidden" });
    const empty = await m.send(session, { kind: "prompt", id: newId(), text: "  " }).catch((e: unknown) => e);
    expect(empty).to.include({ code: "request.invalid" });
  });
});
