import { newId, type SessionEvent } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import type { ScriptedTurn } from "../src/testing/index.js";
import { Machine, World } from "./engine-harness.js";

type Action =
  | { kind: "prompt"; steer: boolean }
  | { kind: "repeat" }
  | { kind: "say" | "ask" | "tool" | "finish" | "abort" | "answer" | "reject" | "stop" | "crash" | "lapse" }
  | { kind: "wait"; ms: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("prompt" as const), steer: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom("say" as const, "finish" as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom("repeat" as const, "ask" as const, "tool" as const, "answer" as const, "reject" as const, "abort" as const) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("crash" as const, "stop" as const, "lapse" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 40_000 }) }) },
);

/** Plays random people, engines and power cuts on one thread, and then lets everything come to rest. */
class Story {
  readonly world = new World();
  readonly session = newId();
  readonly prompts: string[] = [];
  machine!: Machine;
  #request = 0;
  #call = 0;

  async run(actions: Action[]): Promise<SessionEvent[]> {
    this.machine = await new Machine(this.world).start();
    await this.machine.workspace.create(this.world.ctx, { id: this.session });
    for (const step of actions) {
      await this.#step(step);
      await this.world.settle();
    }
    await this.#rest();
    return this.world.store.find(this.world.ctx.tenant, this.session)!.events;
  }

  get #turn(): ScriptedTurn | undefined {
    return this.machine.runtime.turns.findLast((turn) => !turn.ended);
  }

  async #step(step: Action): Promise<void> {
    const { machine, session, world } = this;
    const turn = this.#turn;
    switch (step.kind) {
      case "prompt": {
        const id = newId();
        this.prompts.push(id);
        await machine.send(session, { kind: "prompt", id, text: `prompt ${this.prompts.length}`, delivery: step.steer ? "steer" : "queue" });
        return;
      }
      case "repeat": {
        const id = this.prompts.at(-1);
        if (id !== undefined) await machine.send(session, { kind: "prompt", id, text: "again" });
        return;
      }
      case "say":
        return turn?.say(`w${++this.#call} `);
      case "tool":
        return turn?.emit("tool.started", { message: "m", call: `c${++this.#call}`, tool: "bash" });
      case "ask":
        return turn?.ask(`r${++this.#request}`, [`command ${this.#request}`]);
      case "finish":
        return turn?.finish();
      case "abort":
        return this.#ignoring("run.not_active", machine.send(session, { kind: "abort", id: newId() }));
      case "answer":
      case "reject":
        return this.#decide(step.kind === "answer" ? "once" : "reject");
      case "wait":
        return world.clock.advance(step.ms);
      case "lapse":
        await world.leases.releaseNode("node", "");
        return;
      case "stop": {
        const stopping = machine.worker.stop(50);
        await world.clock.advance(1_000);
        await stopping;
        this.machine = await new Machine(world).start();
        return;
      }
      case "crash":
        machine.kill();
        this.machine = await new Machine(world).start();
    }
  }

  async #decide(answer: "once" | "reject"): Promise<void> {
    const [open] = await this.world.index.attention(this.world.ctx);
    if (open === undefined) return;
    const send = this.machine.send(this.session, { kind: "approval.answer", id: newId(), approval: open.request.id, answer });
    await this.#ignoring("approval.not_pending", send);
    // The real engine ends its turn when a request is rejected.
    if (answer === "reject") this.#turn?.finish();
  }

  async #ignoring(code: string, work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      if ((error as { code?: string }).code !== code) throw error;
    });
  }

  /** Everything is decided and every turn ends, until nothing is left to do. */
  async #rest(): Promise<void> {
    for (let round = 0; round < 60; round++) {
      await this.#decide("once");
      await this.world.settle();
      this.#turn?.finish();
      await this.world.clock.advance(6_000);
    }
  }
}

describe("the session engine, whatever happens", () => {
  it("numbers without gaps, runs each prompt once, loses nothing and comes to rest", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const story = new Story();
        const events = await story.run(actions);
        expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, i) => i + 1));

        const view = await story.world.view(story.session);
        for (const run of Object.values(view.runs)) expect(run.state, `run ${run.id}`).to.be.oneOf(["finished", "failed", "aborted", "interrupted"]);
        expect(view.queue).to.deep.equal([]);
        expect(view.active).to.equal(undefined);

        for (const id of story.prompts) {
          const accepted = events.filter(
            (e) => (e.kind === "run.queued" && e.body.resumes === undefined && e.body.command === id) || (e.kind === "run.steered" && e.body.command === id),
          );
          const messages = new Set(accepted.map((e) => (e.body as { message: string }).message));
          expect(messages.size, `messages of prompt ${id}`).to.equal(1);
          expect(view.blocks.filter((block) => block.type === "person" && block.command === id)).to.have.length(1);
        }
        for (const run of Object.keys(view.runs)) {
          expect(events.filter((e) => e.kind === "run.started" && e.run === run).length, `starts of ${run}`).to.be.at.most(1);
          const ends = events.filter(
            (e) => e.run === run && ["run.finished", "run.failed", "run.aborted", "run.interrupted", "run.withdrawn"].includes(e.kind),
          );
          expect(ends, `ends of ${run}`).to.have.length(1);
        }
        const epochs = events.map(({ epoch }) => epoch).filter((epoch) => epoch > 0);
        expect(epochs, "one authority at a time").to.deep.equal([...epochs].sort((a, b) => a - b));
      }),
      { numRuns: 150 },
    );
  }).timeout(60_000);
});
