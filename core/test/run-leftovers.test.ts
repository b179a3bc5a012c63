import { newId } from "@open-cowork/shared";
import { expect } from "chai";
import { type Committed, topics } from "../src/sessions/index.js";
import { Machine, World } from "./engine-harness.js";

describe("what a run leaves behind", () => {
  let world: World;
  let session: string;
  const machine = async (play?: ConstructorParameters<typeof Machine>[1]) => new Machine(world, play).start();

  beforeEach(async () => {
    world = new World();
    session = newId();
  });
  const create = (on: Machine) => on.workspace.create(world.ctx, { id: session });

  it("finds what agents said, once the run has ended", async () => {
    const m = await machine((turn) => {
      for (const piece of ["The hippo", "potamus", " is large."]) turn.say(piece);
      turn.finish();
    });
    await create(m);
    await m.prompt(session, "Tell me of animals");
    await m.prompt(session, "And again");
    await world.clock.advance(1_000);
    const hits = await world.index.search(world.ctx, { q: "hippopotamus", limit: 5 });
    expect(hits.map((hit) => hit.session)).to.deep.equal([session, session]);
  });

  it("finds what agents said in a run after which the power was cut", async () => {
    const m = await machine((turn) => {
      turn.say("A hippopotamus.");
      turn.finish();
    });
    await create(m);
    await m.prompt(session, "Tell me of animals");
    m.kill();
    const search = () => world.index.search(world.ctx, { q: "hippopotamus", limit: 5 });
    expect(await search()).to.have.length(0);
    await machine();
    await world.clock.advance(1_000);
    expect(await search()).to.have.length(1);
  });

  it("calls no run finished whose context the next engine would lack", async () => {
    const m = await machine((turn) => {
      turn.emit("message.started", { message: "m" });
      turn.say("done");
      turn.finish();
    });
    await create(m);
    const seen: unknown[] = [];
    m.bus.subscribe(topics.session({ tenant: world.ctx.tenant, session }), (message) => {
      if (!(message as Committed).events?.some(({ kind }) => kind === "run.finished")) return;
      m.kill();
      seen.push(world.store.find(world.ctx.tenant, session)!.checkpoints.length);
    });
    await m.prompt(session, "go");
    expect(seen).to.deep.equal([1]);
  });
});
