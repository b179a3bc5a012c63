import { AppError, type SessionSummary } from "@open-cowork/shared";
import { expect } from "chai";
import { silentLog } from "../kernel/log.js";
import { topics, type WorkspaceChange } from "../sessions/topics.js";
import { aContext } from "../testing/contexts.js";
import { settle } from "../testing/fixed-clock.js";
import { LocalBus } from "../transport/local-bus.js";
import { LocalChannelThreads } from "./local-channel-threads.js";
import type { ChannelThreadRows } from "./ports.js";

type Speaking = ChannelThreadRows["speaking"];

describe("watching threads", () => {
  const ctx = aContext();

  function watched(speaking: Speaking) {
    const bus = new LocalBus();
    const [told, gaps, warned]: [string[], string[], string[]] = [[], [], []];
    const rows = { speaking, ...Object.fromEntries(["thread", "get", "bind", "history", "behind"].map((verb) => [verb, () => undefined])) };
    const log = { ...silentLog, warn: (event: string) => void warned.push(event) };
    const threads = new LocalChannelThreads({ rows: rows as unknown as ChannelThreadRows, bus, log });
    const end = threads.watch(ctx, "binding", { changed: (thread) => void told.push(thread), onGap: () => void gaps.push("gap") });
    const say = (id: string, over: Partial<SessionSummary> = {}) =>
      bus.publish(topics.workspace(ctx.tenant), { type: "session", session: { id, deleted: false, ...over } } as WorkspaceChange);
    return { bus, end, say, told, gaps, warned };
  }

  it("asks once for all that changed while it was asking", async () => {
    const asked: (readonly string[])[] = [];
    const answers: (() => void)[] = [];
    const { say, told } = watched(async (_ctx, _binding, sessions) => {
      asked.push(sessions);
      await new Promise<void>((resolve) => answers.push(resolve));
      return sessions.map((session) => ({ thread: `of ${session}`, session, head: 1 }));
    });
    for (const id of ["a", "b", "c", "b"]) say(id);
    expect(asked).to.deep.equal([["a"]]);
    answers.shift()!();
    await settle();
    expect(asked).to.deep.equal([["a"], ["b", "c"]]);
    answers.shift()!();
    await settle();
    expect(told).to.deep.equal(["of a", "of b", "of c"]);
  });

  it("asks for nothing when other lists change or a session was deleted", async () => {
    const asked: unknown[] = [];
    const { bus, say } = watched(async (...call) => {
      asked.push(call);
      return [];
    });
    bus.publish(topics.workspace(ctx.tenant), { type: "settings" });
    bus.publish(topics.workspace(ctx.tenant), { type: "attention", session: "a" });
    bus.publish(topics.workspace("another tenant"), { type: "session", session: { id: "a", deleted: false } });
    say("a", { deleted: true });
    await settle();
    expect(asked).to.deep.equal([]);
  });

  it("tells of a gap when the bus has one, and when it could not look", async () => {
    const failures = [new AppError("storage.unavailable"), new Error("a mistake")];
    const { bus, say, told, gaps, warned } = watched(async (_ctx, _binding, [session]) => {
      const failure = failures.shift();
      if (failure) throw failure;
      return [{ thread: "t", session: session!, head: 1 }];
    });
    bus.gap();
    say("a");
    await settle();
    say("a");
    await settle();
    expect([gaps.length, warned, told]).to.deep.equal([3, ["channels.watch_failed", "channels.watch_failed"], []]);
    say("a");
    await settle();
    expect(told).to.deep.equal(["t"]);
  });

  it("ends by itself where the binding is not granted: nothing tells that something happens there", async () => {
    let asked = 0;
    const { bus, say, gaps } = watched(async () => {
      asked++;
      throw new AppError("channel.binding_unknown");
    });
    for (let i = 0; i < 3; i++) {
      say("a");
      await settle();
    }
    bus.gap();
    expect([asked, gaps]).to.deep.equal([1, []]);
  });

  it("says nothing after its end, also of what it was looking for", async () => {
    const answers: (() => void)[] = [];
    const { bus, end, say, told, gaps } = watched(async (_ctx, _binding, [session]) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return [{ thread: "t", session: session!, head: 1 }];
    });
    say("a");
    end();
    end();
    say("b");
    answers.shift()!();
    bus.gap();
    await settle();
    expect([told, gaps, answers.length]).to.deep.equal([[], [], 0]);
  });
});
