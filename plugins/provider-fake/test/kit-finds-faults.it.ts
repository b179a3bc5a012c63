import type { ChatProvider, ChatSink, OutboundMessage } from "@open-cowork/core/transport";
import { type ProviderHarness, providerCases } from "@open-cowork/provider-kit";
import { AppError, type InboundEvent, type SendOutcome } from "@open-cowork/shared";
import { expect } from "chai";
import { fakeHarness } from "./harness.js";

const CASES = providerCases({ lacks: ["webhook", "signing-time", "interrupt", "formatting", "malformed"], patienceMs: 300 });
const SECRET = "a-secret-that-nobody-may-see";

/** A provider with one thing wrong with it. */
type Fault = (provider: ChatProvider) => Partial<ChatProvider>;

/** Something in between the provider and the sink. */
function between(provider: ChatProvider, inbound: (event: InboundEvent, sink: ChatSink) => Promise<"claimed" | "known">): Partial<ChatProvider> {
  return { start: (sink) => provider.start({ ...bound(sink), inbound: (event) => inbound(event, sink) }) };
}
const bound = (sink: ChatSink): ChatSink => ({
  inbound: (event) => sink.inbound(event),
  refused: (...args) => sink.refused(...args),
  health: (report) => sink.health(report),
});
const changed = (provider: ChatProvider, change: (event: InboundEvent) => InboundEvent) => between(provider, (event, sink) => sink.inbound(change(event)));
const outcome = (provider: ChatProvider, change: (outcome: SendOutcome) => SendOutcome): Partial<ChatProvider> => ({
  send: async (...args) => change(await provider.send(...args)),
});

const FAULTS: Readonly<Record<string, [fault: Fault, found: RegExp]>> = {
  "acknowledges what could not be stored": [(p) => between(p, (event, sink) => sink.inbound(event).catch(() => "claimed" as const)), /could not be stored/],
  "acknowledges before it is stored": [
    (p) =>
      between(p, async (event, sink) => {
        sink.inbound(event).catch(() => undefined);
        return "claimed";
      }),
    /nothing is acknowledged before it is stored/,
  ],
  "keeps repetitions to itself": [
    (p) => {
      const seen = new Set<string>();
      return between(p, async (event, sink) => {
        if (seen.has(event.key)) return "known";
        seen.add(event.key);
        return sink.inbound(event);
      });
    },
    /an event that comes again/,
  ],
  "makes a new key for each delivery": [
    (p) => {
      let n = 0;
      return changed(p, (event) => ({ ...event, key: `${event.key}-${n++}` }));
    },
    /an event that comes again/,
  ],
  "knows people by their handles": [
    (p) => changed(p, (event) => ({ ...event, person: { ...event.person, id: event.person.handle ?? "?" } })),
    /people are known by their ids/,
  ],
  "knows people by their names when these change": [
    (p) => changed(p, (event) => ({ ...event, person: { ...event.person, id: event.person.name === "Ann" ? "u-1" : event.person.id } })),
    /changes hands/,
  ],
  "takes rooms for direct conversations": [
    (p) => changed(p, (event) => ({ ...event, conversation: { ...event.conversation, kind: "direct" } })),
    /a shared conversation is one/,
  ],
  "takes everything as said to us": [(p) => changed(p, (event) => (event.type === "message" ? { ...event, addressed: true } : event)), /say to each other/],
  "deals with one event at a time": [
    (p) => {
      let last: Promise<unknown> = Promise.resolve();
      return between(p, (event, sink) => {
        const turn = last.then(() => sink.inbound(event));
        last = turn.catch(() => undefined);
        return turn;
      });
    },
    /holds up no other/,
  ],
  "drops files that come without a word": [
    (p) => between(p, async (event, sink) => (event.type === "message" && event.text === "" ? "claimed" : sink.inbound(event))),
    /a file without a word/,
  ],
  "believes any size": [(p) => ({ download: (file, signal) => p.download({ ...file, bytes: 1 }, signal) }), /artifact.too_large/],
  "tells no failure of a download": [(p) => ({ download: (file, signal) => p.download(file, signal).catch(async function* () { /* nothing comes */ } as never) }), /file_gone/], // biome-ignore format: one fault a line
  "cuts long text": [(p) => ({ send: (to, message) => p.send(to, { ...message, text: message.text.slice(0, 4_000) }) }), /largest size/],
  "trims text": [(p) => ({ send: (to, message) => p.send(to, { ...message, text: message.text.replace(/\n\n/g, "\n") }) }), /Markdown is handed over as it is/],
  "cuts values of buttons": [
    (p) => ({ send: (to, message) => p.send(to, { ...message, buttons: message.buttons.map((b) => ({ ...b, value: b.value.slice(0, 40) })) }) }),
    /as many buttons/,
  ],
  "names whoever asked as whoever pressed": [
    (p) => changed(p, (event) => (event.type === "press" ? { ...event, person: { id: "u-1", name: "Ann" } } : event)),
    /whoever presses/,
  ],
  "says edits anew": [(p) => ({ edit: (to, _id, message) => p.send(to, message) }), /an edit replaces the text/],
  "appends edits": [
    (p) => {
      let all = "";
      return { edit: (to, id, message) => p.edit(to, id, { ...message, text: (all += message.text) }) };
    },
    /an edit replaces the text/,
  ],
  "keeps buttons after the decision": [
    (p) => ({
      edit: (to, id, message) => p.edit(to, id, message.buttons.length ? message : { ...message, buttons: [{ label: "x", value: "y", style: "plain" }] }),
    }),
    /an edit replaces the buttons/,
  ],
  "loses captions": [(p) => ({ send: (to, message) => p.send(to, message.file ? { ...message, text: "" } : message) }), /its caption/],
  "sends as it comes": [
    (p) => {
      let n = 0;
      // The first of some takes longest.
      const pause = () => new Promise((resolve) => setTimeout(resolve, 20 - (n++ % 8) * 2));
      return { send: (to, message) => pause().then(() => p.send(to, message)) };
    },
    /in the order in which they were given/,
  ],
  "tries again by itself": [
    (p) => ({
      send: async (to, message) => {
        const first = await p.send(to, message);
        return first.state === "deferred" || first.state === "unknown" ? p.send(to, message) : first;
      },
    }),
    /slow down|not sent twice/,
  ],
  "forgets how long to wait": [(p) => outcome(p, (was) => (was.state === "deferred" ? { ...was, retryAfterMs: 1_000 } : was)), /slow down/],
  "takes silence for failure": [
    (p) => outcome(p, (was) => (was.state === "unknown" ? { state: "deferred", retryAfterMs: 1, reason: "timeout" } : was)),
    /outcome is unknown/,
  ],
  "throws when it is sent away": [
    (p) => ({
      send: async (to, message) => {
        const was = await p.send(to, message);
        if (was.state === "refused") throw new AppError("provider.failed");
        return was;
      },
    }),
    /closed to us|not valid/,
  ],
  "says no word to the operator": [(p) => ({ start: (sink) => p.start({ ...bound(sink), health: () => undefined }) }), /credentials that are not valid/],
  "tells its secret in a reason": [(p) => outcome(p, (was) => (was.state === "refused" ? { ...was, reason: `refused with ${SECRET}` } : was)), /closed to us/],
  "tells its secret in a message": [
    (p) => ({ send: (to, message: OutboundMessage) => p.send(to, { ...message, text: message.text.replace("fine", SECRET) }) }),
    /slow down/,
  ],
  "leaves what was taken when it stops": [(p) => ({ stop: async () => void p.stop() }), /a stop waits/],
  "goes on after a stop": [() => ({ stop: async () => undefined }), /after a stop/],
  "has outcomes of its own": [(p) => outcome(p, () => ({ state: "queued" }) as never), /plain text arrives/],
};

describe("the provider kit", () => {
  for (const [what, [fault, found]] of Object.entries(FAULTS)) {
    it(`finds a provider that ${what}`, async () => {
      const failed: string[] = [];
      for (const { name, run } of CASES.filter((one) => found.test(one.name))) {
        const harness = await faulty(fault);
        await run(harness).catch(() => failed.push(name));
        await harness.close();
      }
      expect(failed, "cases that failed").to.not.be.empty;
    });
  }

  it("takes no declaration for granted", async () => {
    const messages = async (lacks: Parameters<typeof providerCases>[0], name: RegExp, fault: Fault = () => ({})) => {
      const harness = await faulty(fault);
      const [one] = providerCases(lacks).filter((found) => name.test(found.name));
      const message = await one!.run(harness).then(
        () => "passed",
        (error: Error) => error.message,
      );
      await harness.close();
      return message;
    };
    expect(await messages({ lacks: ["edits"] }, /an edit replaces the text/)).to.include('"edits" is declared as lacking, and it is there');
    const withoutEdits: Fault = ({ capabilities: { edits: _edits, ...capabilities } }) => ({ capabilities });
    expect(await messages({}, /an edit replaces the text/, withoutEdits)).to.include('there is no "edits"');
    expect(await messages({ lacks: ["edits"] }, /skipped without edits: an edit replaces the text/, withoutEdits)).to.equal("passed");
  });
});

async function faulty(fault: Fault): Promise<ProviderHarness> {
  const harness = await fakeHarness();
  return {
    ...harness,
    secrets: [SECRET],
    async provider() {
      const provider = await harness.provider();
      const over = fault(provider);
      return new Proxy(provider, {
        get: (target, name) => {
          const value = Reflect.get(over, name) ?? Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
}
