import { check } from "@open-cowork/core/testing";
import type { PlatformFault } from "../platform.js";
import type { ProviderCase } from "../provider-case.js";
import type { Stage } from "../stage.js";
import { reading } from "./reading.js";

/** Much longer than any case lasts: whoever waits for it inside a send is found out. */
const LONG_MS = 45_000;
const ALL_FAULTS: readonly PlatformFault[] = [
  { kind: "rate-limited", retryAfterMs: LONG_MS },
  { kind: "broken" },
  { kind: "unauthorised" },
  { kind: "silent" },
  { kind: "malformed" },
  { kind: "gone" },
];

/** How often each method was called while `work` ran. */
async function callsOf(stage: Stage, work: () => Promise<unknown>): Promise<Map<string, number>> {
  const before = stage.platform.calls().length;
  await work();
  const counts = new Map<string, number>();
  for (const { method } of stage.platform.calls().slice(before)) counts.set(method, (counts.get(method) ?? 0) + 1);
  return counts;
}

export const failureCases: readonly ProviderCase[] = [
  {
    name: "asked to slow down, it says for how long and asks no more until then",
    needs: ["rate-limits"],
    async run(stage) {
      const provider = await stage.life();
      const others = new Set(stage.platform.calls().map(({ method }) => method));
      const usual = await callsOf(stage, () => stage.said(provider, stage.message("fine")));
      // A second fault would be used up by an attempt that is hidden in the first send.
      stage.platform.fault({ kind: "rate-limited", retryAfterMs: LONG_MS }, 2);
      const limited = await callsOf(stage, async () => {
        const outcome = await provider.send(stage.home, stage.message("too much"));
        check.ok(outcome.state === "deferred", `deferred, not ${JSON.stringify(outcome)}`);
        check.ok(outcome.retryAfterMs >= LONG_MS && outcome.retryAfterMs < LONG_MS * 1.2, `the time that the platform named, not ${outcome.retryAfterMs}`);
      });
      for (const [method, count] of limited) check.ok(others.has(method) || count <= (usual.get(method) ?? 0), `no second ${method}`);
      check.equal(stage.platform.messages(stage.home).length, 1, "nothing said meanwhile");
    },
  },
  {
    name: "what the platform could not do for the moment is deferred, and goes well later",
    async run(stage) {
      const provider = await stage.life();
      const message = stage.message("try again");
      stage.platform.fault({ kind: "broken" });
      check.equal((await provider.send(stage.home, message)).state, "deferred");
      check.equal(stage.platform.messages(stage.home).length, 0, "nothing said");
      check.equal(reading((await stage.said(provider, message)).text), "try again");
    },
  },
  {
    name: "credentials that are not valid are told at once: refused, and failed to the operator",
    async run(stage) {
      const provider = await stage.life();
      stage.platform.fault({ kind: "unauthorised" });
      const outcome = await provider.send(stage.home, stage.message("hello"));
      check.ok(outcome.state === "refused" && outcome.code === "unauthorised", `refused as unauthorised, not ${JSON.stringify(outcome)}`);
      await stage.eventually(() => stage.sink.reports.some(({ state }) => state === "failed"), "a report of failure");
      check.ok(stage.sink.reports.find(({ state }) => state === "failed")?.detail, "a word about it to the operator");
    },
  },
  {
    name: "a chat that is closed to us is refused, and others go on",
    async run(stage) {
      const provider = await stage.life();
      stage.platform.fault({ kind: "gone" });
      const outcome = await provider.send(stage.home, stage.message("hello"));
      check.ok(outcome.state === "refused" && ["gone", "blocked", "not_allowed"].includes(outcome.code), `refused as gone, not ${JSON.stringify(outcome)}`);
      await stage.said(provider, stage.message("to Bob"), stage.away);
    },
  },
  {
    name: "where no answer comes the outcome is unknown, in a bounded time, and it is not sent twice",
    async run(stage) {
      const provider = await stage.life();
      stage.platform.fault({ kind: "silent" });
      check.equal((await provider.send(stage.home, stage.message("did you get that?"))).state, "unknown");
      check.equal(stage.platform.messages(stage.home).length, 1, "one message, since the platform had it");
      await stage.said(provider, stage.message("next"));
    },
  },
  {
    name: "whatever goes wrong, it is answered with an outcome",
    async run(stage) {
      const provider = await stage.life();
      for (const fault of ALL_FAULTS) {
        stage.platform.fault(fault);
        await provider.send(stage.home, stage.message(`under **${fault.kind}**`));
      }
    },
  },
  {
    name: "a conversation that does not exist is answered for",
    async run(stage) {
      const provider = await stage.life();
      for (const chat of ["999999999", "no such chat", "../x", "😀", "a\r\nb"]) await provider.send({ ...stage.home, chat }, stage.message("anybody?"));
      await stage.said(provider, stage.message("still here"));
    },
  },
  {
    name: "what was said is there when it is told as delivered",
    async run(stage) {
      const provider = await stage.life();
      for (let i = 0; i < 5; i++) check.equal(reading((await stage.said(provider, stage.message(`nr ${i}`))).text), `nr ${i}`);
    },
  },
];
