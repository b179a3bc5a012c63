import { event, type NewEvent, SessionFold } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { type Row, RowBuilder } from "./row-builder.js";

const by = { kind: "person", id: "u1", name: "Ada" } as const;

class Log {
  readonly fold = new SessionFold();
  add(...events: NewEvent[]): this {
    for (const e of events) this.fold.apply({ ...e, seq: this.fold.view.seq + 1, at: this.fold.view.seq, epoch: 1 });
    return this;
  }
  queue(run: string, text = run) {
    return this.add(event("run.queued", { message: `m-${run}`, text, by, command: `c-${run}` }, run));
  }
  start(run: string) {
    return this.add(event("run.started", { worker: "w" }, run));
  }
  text(run: string, part: string) {
    return this.add(event("text.appended", { message: `a-${run}`, part, text: "x" }, run));
  }
  tool(run: string, call: string, tool = "read") {
    return this.add(event("tool.started", { message: `a-${run}`, call, tool }, run));
  }
  end(run: string) {
    return this.add(event("run.finished", { durationMs: 1 }, run));
  }
  withdraw(run: string) {
    return this.add(event("run.withdrawn", { by }, run));
  }
}

const shape = (rows: Row[]) => rows.map((row) => `${row.kind}(${row.blocks.map((b) => b.id).join(",")})`);

function built(log: Log) {
  const builder = new RowBuilder();
  builder.update(log.fold.view);
  return builder;
}

describe("RowBuilder", () => {
  it("groups consecutive tools and sets file changes apart", () => {
    const log = new Log().queue("r").start("r").tool("r", "t1").tool("r", "t2", "grep").tool("r", "t3", "edit").tool("r", "t4").text("r", "p");
    expect(shape(built(log).rows)).to.deep.equal(["block(m-r)", "steps(t1,t2)", "change(t3)", "steps(t4)", "block(p)"]);
  });

  it("shows a queued prompt after the answer that was being written", () => {
    const log = new Log().queue("a").start("a").text("a", "p1").queue("b").text("a", "p2");
    const builder = built(log);
    expect(builder.waiting.map((p) => p.id)).to.deep.equal(["m-b"]);
    log.end("a").start("b").text("b", "p3");
    builder.update(log.fold.view);
    expect(builder.waiting).to.deep.equal([]);
    expect(shape(builder.rows)).to.deep.equal(["block(m-a)", "block(p1)", "block(p2)", "block(end-a)", "block(m-b)", "block(p3)"]);
  });

  it("keeps several queued prompts in their order", () => {
    const log = new Log().queue("a").start("a").queue("b").queue("c").end("a").start("b").text("b", "p").end("b").start("c").text("c", "q");
    expect(shape(built(log).rows)).to.deep.equal(["block(m-a)", "block(end-a)", "block(m-b)", "block(p)", "block(end-b)", "block(m-c)", "block(q)"]);
  });

  it("marks a prompt that was taken back and shows no end for it", () => {
    const log = new Log().queue("a").start("a").queue("b").withdraw("b").text("a", "p");
    const builder = built(log);
    expect(shape(builder.rows)).to.deep.equal(["block(m-a)", "withdrawn(m-b)", "block(p)"]);
    expect(builder.waiting).to.deep.equal([]);
  });

  it("shows a steered message where it went in", () => {
    const log = new Log().queue("a").start("a").text("a", "p1");
    log.add(event("run.steered", { message: "s", text: "also", by, command: "c" }, "a")).text("a", "p2");
    expect(shape(built(log).rows)).to.deep.equal(["block(m-a)", "block(p1)", "block(s)", "block(p2)"]);
  });

  it("puts a sub-agent in the place of the call that started it", () => {
    const log = new Log().queue("a").start("a").tool("a", "t1", "task").tool("a", "t2", "task");
    log.add(event("subagent.started", { agent: "explore", title: "Look", call: "t1" }, "a", ["n1"]));
    expect(shape(built(log).rows)).to.deep.equal(["block(m-a)", "steps(subagent-n1,t2)"]);
  });

  it("starts over for another view", () => {
    const builder = new RowBuilder();
    expect(builder.update(new Log().queue("a").fold.view)).to.equal(true);
    const second = new Log().queue("b").start("b");
    expect(builder.update(second.fold.view)).to.equal(true);
    expect(builder.update(second.fold.view)).to.equal(false);
    expect(shape(builder.rows)).to.deep.equal(["block(m-b)"]);
  });

  it("builds the same rows in steps as at once", () => {
    const step = fc.constantFrom("queue", "start", "text", "tool", "edit", "end", "withdraw");
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.constantFrom("a", "b", "c")), { maxLength: 40 }), (steps) => {
        const log = new Log();
        const builder = new RowBuilder();
        const known = new Set<string>();
        steps.forEach(([kind, run], i) => {
          if (kind === "queue" ? known.has(run) : !known.has(run)) return;
          if (kind === "queue") log.queue(run);
          else if (kind === "text") log.text(run, `p${i}`);
          else if (kind === "tool") log.tool(run, `t${i}`);
          else if (kind === "edit") log.tool(run, `t${i}`, "edit");
          else if (kind === "end") log.end(run);
          else if (kind === "withdraw") log.withdraw(run);
          else log.start(run);
          if (kind === "queue") known.add(run);
          else if (kind === "end" || kind === "withdraw") known.delete(run);
          builder.update(log.fold.view);
        });
        const once = new RowBuilder();
        once.update(log.fold.view);
        const shown = (b: RowBuilder) => [...b.rows.flatMap((r) => r.blocks.map((x) => x.id)), ...b.waiting.map((x) => x.id)].sort();
        expect(shown(builder)).to.deep.equal(shown(once));
      }),
    );
  });
});
