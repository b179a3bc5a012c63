import { AppError, newId, statusOf } from "@open-cowork/shared";
import { expect } from "chai";
import { Machine, World } from "./engine-harness.js";

const texts = (view: Awaited<ReturnType<World["view"]>>) =>
  view.blocks.flatMap((block) => (block.type === "text" || block.type === "person" ? [block.text] : []));

describe("the session engine, when machines and engines die", () => {
  let world: World;
  let session: string;
  const machine = async (play?: ConstructorParameters<typeof Machine>[1], node?: string) => new Machine(world, play, node).start();

  beforeEach(async () => {
    world = new World();
    session = newId();
  });
  const create = (on: Machine) => on.workspace.create(world.ctx, { id: session });

  it("keeps a request for approval when the engine dies, and goes on with the run in a new one when somebody decides", async () => {
    const m = await machine((turn) => {
      if (turn.prompt.resume) return turn.ask("a2", ["make clean"], { call: "c2" });
      turn.emit("tool.started", { message: "m", call: "c1", tool: "bash" });
      turn.ask("a1", ["make clean"], { call: "c1" });
    });
    await create(m);
    await m.prompt(session, "clean");
    m.runtime.turns[0]!.end({ state: "lost", error: { code: "runtime.crashed", message: "gone", retryable: true } });
    await world.settle();
    expect(statusOf(await world.view(session))).to.equal("waiting");
    expect(m.runtime.turns).to.have.length(1);
    await m.send(session, { kind: "approval.answer", id: newId(), approval: "a1", answer: "once" });
    await world.settle();
    expect(m.runtime.turns[1]!.prompt.earlier!(Number.POSITIVE_INFINITY)).to.have.length(1);
    expect(m.runtime.turns[1]!.answers).to.deep.equal([{ kind: "approval", id: "a2", answer: "once", note: undefined }]);
    m.runtime.turns[1]!.finish();
    await world.settle();
    expect(statusOf(await world.view(session))).to.equal("idle");
  });

  it("still waits for a person after a restart and a day later by the clock", async () => {
    const first = await machine((turn) => turn.ask("a1", ["make clean"]));
    await create(first);
    await first.prompt(session, "clean");
    const stopping = first.worker.stop(100);
    await world.clock.advance(500);
    await stopping;
    world.clock.leap(24 * 60 * 60_000);
    const second = await machine((turn) => turn.ask("a2", ["make clean"]));
    await world.clock.advance(60_000);
    expect(statusOf(await world.view(session))).to.equal("waiting");
    await second.send(session, { kind: "approval.answer", id: newId(), approval: "a1", answer: "once" });
    await world.settle();
    second.runtime.turns[0]!.say("Cleaned.");
    second.runtime.turns[0]!.finish();
    await world.settle();
    const view = await world.view(session);
    expect(view.blocks.at(-1)).to.include({ type: "end", state: "finished" });
    expect(Object.values(view.approvals).map(({ state }) => state)).to.deep.equal(["answered"]);
  });

  it("keeps its runs when the machine has slept for longer than a lease lasts", async () => {
    const m = await machine();
    await create(m);
    await m.prompt(session, "think");
    world.clock.leap(60_000);
    m.bus.gap();
    await world.settle();
    m.runtime.turns[0]!.say("Awake.");
    m.runtime.turns[0]!.finish();
    await world.settle();
    expect(m.runtime.turns).to.have.length(1);
    expect(texts(await world.view(session))).to.deep.equal(["think", "Awake."]);
    expect(statusOf(await world.view(session))).to.equal("idle");
  });

  it("takes a run up again whose lease it holds and nobody executes", async () => {
    const m = await machine((turn) => (turn.prompt.resume ? turn.finish() : undefined));
    await create(m);
    await m.prompt(session, "think");
    // The answer to this never arrives, so nobody knows that there is a new lease.
    await world.leases.acquire(world.store.find(world.ctx.tenant, session)!.worker!, { tenant: world.ctx.tenant, session }, 15_000);
    await world.clock.advance(30_000);
    expect(statusOf(await world.view(session))).to.equal("idle");
    expect(m.runtime.turns).to.have.length(2);
  });

  it("stores the state of the engine that could not be stored at first", async () => {
    const m = await machine((turn) => turn.finish());
    await create(m);
    const save = world.checkpoints.save.bind(world.checkpoints);
    world.checkpoints.save = () => Promise.reject(new AppError("storage.unavailable"));
    await m.prompt(session, "one");
    world.checkpoints.save = save;
    await m.prompt(session, "two");
    expect(await world.checkpoints.load(world.ctx, session)).to.have.length(2);
  });

  it("interrupts an orphaned run and goes on by itself, once, when no tool was half done", async () => {
    const first = await machine((turn) => turn.say("The answer is"));
    await create(first);
    const { run } = await first.prompt(session, "think");
    await world.settle();
    await world.leases.releaseNode("node", "");
    const second = await machine((turn) => {
      turn.say(" 42.");
      turn.finish();
    });
    await world.settle();
    const { resume, earlier } = second.runtime.turns[0]!.prompt;
    expect(resume).to.equal(true);
    expect(earlier!(Number.POSITIVE_INFINITY).flatMap(({ said }) => said.map((piece) => "text" in piece && piece.text))).to.deep.equal([
      "think",
      "The answer is",
    ]);
    const view = await world.view(session);
    expect(view.runs[run!]!.state).to.equal("interrupted");
    expect(texts(view)).to.deep.equal(["think", "The answer is", " 42."]);
    expect(statusOf(view)).to.equal("idle");
  });

  it("does not repeat a half-done tool by itself, but offers to resume", async () => {
    const first = await machine((turn) => turn.emit("tool.started", { message: "m", call: "c1", tool: "bash", input: { command: "deploy" } }));
    await create(first);
    const { run } = await first.prompt(session, "deploy");
    await world.leases.releaseNode("node", "");
    const second = await machine((turn) => turn.finish());
    await world.settle();
    expect(second.runtime.turns).to.have.length(0);
    const view = await world.view(session);
    expect(statusOf(view)).to.equal("interrupted");
    expect(view.runs[run!]!.resumable).to.equal(true);
    expect(view.blocks.find((block) => block.id === "c1")).to.include({ state: "error" });
    await second.send(session, { kind: "resume", id: newId(), run: run! });
    await world.settle();
    expect(second.runtime.turns).to.have.length(1);
    const again = await second.send(session, { kind: "resume", id: newId(), run: run! }).catch((e: unknown) => e);
    expect(again).to.include({ code: "run.not_resumable" });
  });
});
