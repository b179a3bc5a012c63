import type { HealthReport } from "@open-cowork/core/kernel";
import type { ChatProvider, ChatSink, OutboundMessage } from "@open-cowork/core/transport";
import { SLACK_SECRETS, SlackSimulator } from "@open-cowork/provider-kit/slack";
import { type InboundEvent, Secret } from "@open-cowork/shared";
import { realClock } from "@open-cowork/testkit/real-clock";
import { expect } from "chai";
import { configSchema } from "../src/config.js";
import { SlackProvider } from "../src/slack-provider.js";
import { CollectingLog } from "./collecting-log.js";
import { waitFor } from "./wait-for.js";

const message = (text: string, over: Partial<OutboundMessage> = {}): OutboundMessage => ({ text, buttons: [], key: "k", ...over });

class Taken implements ChatSink {
  readonly events: InboundEvent[] = [];
  readonly refusals: string[] = [];
  readonly reports: HealthReport[] = [];
  failing = 0;
  async inbound(event: InboundEvent): Promise<"claimed" | "known"> {
    if (this.failing > 0) {
      this.failing--;
      throw new Error("the store is away");
    }
    const known = this.events.some(({ key }) => key === event.key);
    this.events.push(event);
    return known ? "known" : "claimed";
  }
  refused(reason: string): void {
    this.refusals.push(reason);
  }
  health(report: HealthReport): void {
    this.reports.push(report);
  }
  get texts(): string[] {
    const firsts = this.events.filter((event, i) => this.events.findIndex(({ key }) => key === event.key) === i);
    return firsts.map((event) => (event.type === "message" ? event.text : event.value));
  }
}

for (const mode of ["socket", "http"] as const) {
  describe(`Slack over ${mode}`, () => {
    let provider: ChatProvider;
    let platform: SlackSimulator;
    let sink: Taken;
    let log: CollectingLog;

    beforeEach(async () => {
      platform = await SlackSimulator.start({ mode, deliver: (request) => provider.webhook!(request) });
      const { botToken, appToken, signingSecret } = SLACK_SECRETS;
      const secrets = { botToken: new Secret(botToken, "bot"), appToken: new Secret(appToken, "app"), signingSecret: new Secret(signingSecret, "signing") };
      log = new CollectingLog();
      provider = new SlackProvider(configSchema.parse({ id: "team", mode, apiUrl: platform.apiUrl, requestTimeoutMs: 300, ...secrets }), {
        log,
        clock: realClock,
      });
      sink = new Taken();
    });
    afterEach(async () => {
      await provider.stop();
      await platform.close();
      for (const secret of Object.values(SLACK_SECRETS)) expect(log.lines.join("\n")).not.to.include(secret);
    });

    it("knows who we are", async () => {
      expect(await provider.start(sink)).to.deep.equal({ name: "cowork", handle: "cowork" });
    });

    it("takes a mention that is told twice as one message, below its thread, without our name in it", async () => {
      await provider.start(sink);
      await platform.say(platform.people.ann, platform.shared(), { text: "what is 1 < 2 & 3?" });
      await waitFor(() => sink.events.length >= 2, "both were told");
      expect(new Set(sink.events.map(({ key }) => key)).size).to.equal(1);
      const [event] = sink.events;
      expect(event).to.include({ type: "message", text: "what is 1 < 2 & 3?", addressed: true });
      expect(event?.conversation).to.deep.equal(platform.shared());
      expect(event?.person).to.deep.equal(platform.people.ann);
    });

    it("takes what is said in a direct chat, as one conversation", async () => {
      await provider.start(sink);
      for (const text of ["one", "two"]) await platform.say(platform.people.bob, platform.direct(platform.people.bob), { text });
      await waitFor(() => sink.texts.length === 2, "both came");
      expect(sink.texts).to.deep.equal(["one", "two"]);
      expect(new Set(sink.events.map(({ conversation }) => JSON.stringify(conversation))).size).to.equal(1);
    });

    it("answers Slack only when the event is stored: what could not be comes again", async () => {
      await provider.start(sink);
      sink.failing = 2;
      await platform.say(platform.people.ann, platform.direct(platform.people.ann), { text: "do not lose me" });
      await waitFor(() => sink.texts.includes("do not lose me"), "it came again");
      expect(sink.failing).to.equal(0);
    });

    it("makes chat commands and questions of the slash command", async () => {
      await provider.start(sink);
      const { ann } = platform.people;
      for (const text of ["new", "", "Stop", "newspapers please", "approve AB12CD34 session"])
        await platform.command(ann, platform.direct(ann), "/cowork", text);
      await waitFor(() => sink.texts.length === 5, "all came");
      expect(sink.texts).to.deep.equal(["/new", "/help", "/Stop", "newspapers please", "/approve AB12CD34 session"]);
    });

    it("posts, changes and takes buttons away; a press comes back with its value and who pressed", async () => {
      await provider.start(sink);
      const { ann } = platform.people;
      const chat = platform.shared();
      const sent = await provider.send(chat, message("**May I?**", { buttons: [{ label: "Allow once", value: "AB12CD34:once", style: "primary" }] }));
      if (sent.state !== "delivered") throw new Error(JSON.stringify(sent));
      expect(platform.messages(chat)).to.have.length(1);
      expect(platform.messages(chat)[0]).to.include({ text: "May I?", source: "*May I?*" });
      await platform.press(ann, chat, sent.message, "AB12CD34:once");
      await waitFor(() => sink.events.length === 1, "the press came");
      expect(sink.events[0]).to.include({ type: "press", value: "AB12CD34:once", message: sent.message });
      expect(sink.events[0]?.person.id).to.equal(ann.id);
      await provider.edit(chat, sent.message, message("Allowed by Ann"));
      expect(platform.messages(chat)[0]).to.deep.include({ text: "Allowed by Ann", buttons: [], edits: 1 });
    });

    it("hands files over in both directions", async () => {
      await provider.start(sink);
      const { ann } = platform.people;
      const chat = platform.direct(ann);
      const bytes = new Uint8Array([0, 1, 2, 255]);
      await platform.say(ann, chat, { text: "", files: [{ name: "ä b.bin", mime: "application/x-thing", bytes }] });
      await waitFor(() => sink.events.length === 1, "it came");
      const [event] = sink.events;
      const [file] = event?.type === "message" ? event.files : [];
      expect(file).to.include({ name: "ä b.bin", mime: "application/x-thing", bytes: 4 });
      const parts: Uint8Array[] = [];
      for await (const part of await provider.download(file!, new AbortController().signal)) parts.push(part);
      expect(Buffer.concat(parts)).to.deep.equal(Buffer.from(bytes));
      const out = {
        name: "out.txt",
        mime: "text/plain",
        bytes: 5,
        open: async () => [new TextEncoder().encode("hello")] as unknown as AsyncIterable<Uint8Array>,
      };
      expect(await provider.send(chat, message("here", { file: out }))).to.include({ state: "delivered" });
      expect(platform.messages(chat)[0]?.files.map((seen) => [seen.name, Buffer.from(seen.bytes).toString()])).to.deep.equal([["out.txt", "hello"]]);
    });

    it("sends no file that is longer or shorter than it was said to be", async () => {
      await provider.start(sink);
      const chat = platform.shared();
      for (const bytes of [4, 6]) {
        const file = { name: "f", mime: "text/plain", bytes, open: async () => new Blob(["hello"]).stream() };
        expect(await provider.send(chat, message("", { file }))).to.include({ state: "refused", code: "bad_content" });
      }
      expect(platform.calls().map(({ method }) => method)).not.to.include("files.getUploadURLExternal");
      expect(platform.messages(chat)).to.have.length(0);
    });

    it("does not know whether a file is there when Slack does not answer the last step, and tries again when it refuses an earlier one", async () => {
      await provider.start(sink);
      const chat = platform.shared();
      const file = { name: "f", mime: "text/plain", bytes: 5, open: async () => new Blob(["hello"]).stream() };
      platform.fault({ kind: "silent" });
      expect(await provider.send(chat, message("", { file }))).to.include({ state: "unknown" });
      const lost = { ...file, open: () => Promise.reject(new Error("the store is away")) };
      expect(await provider.send(chat, message("", { file: lost }))).to.include({ state: "deferred" });
    });

    it("keeps the buttons of a message whose formatting Slack refuses", async () => {
      await provider.start(sink);
      const chat = platform.shared();
      platform.fault({ kind: "malformed" });
      const sent = await provider.send(chat, message("**May** I?", { buttons: [{ label: "Yes", value: "AB12CD34:yes", style: "plain" }] }));
      expect(sent).to.include({ state: "delivered" });
      expect(platform.messages(chat)[0]).to.deep.include({ text: "**May** I?", buttons: [{ label: "Yes", value: "AB12CD34:yes" }] });
    });

    it("can still change a message whose characters take much room", async () => {
      await provider.start(sink);
      const chat = platform.shared();
      const sent = await provider.send(chat, message("short"));
      if (sent.state !== "delivered") throw new Error(JSON.stringify(sent));
      for (const unit of ["漢", "&", "<"]) {
        expect(await provider.edit(chat, sent.message, message(unit.repeat(provider.capabilities.text.max)))).to.include({ state: "delivered" });
        const shown = platform.messages(chat)[0]?.text ?? "";
        expect([...shown].filter((character) => character === unit).length).to.equal(provider.capabilities.text.max);
      }
    });

    it("never sends its token to another server, whatever address an event names", async () => {
      await provider.start(sink);
      for (const ref of ["http://127.0.0.1:1/steal", "https://slack.com.evil.example/f", "file:///etc/passwd", "x"]) {
        const failure = await provider.download({ ref, name: "f", mime: "x/y" }, new AbortController().signal).catch((error: { code: string }) => error.code);
        expect(failure).to.equal("provider.file_gone");
      }
    });

    it("tells what became of a message", async () => {
      await provider.start(sink);
      const chat = platform.shared();
      platform.fault({ kind: "rate-limited", retryAfterMs: 7_000 });
      expect(await provider.send(chat, message("a"))).to.include({ state: "deferred", retryAfterMs: 7_000 });
      platform.fault({ kind: "broken" });
      expect(await provider.send(chat, message("b"))).to.include({ state: "deferred" });
      platform.fault({ kind: "gone" });
      expect(await provider.send(chat, message("c"))).to.include({ state: "refused", code: "gone" });
      platform.fault({ kind: "silent" });
      expect(await provider.send(chat, message("d"))).to.include({ state: "unknown" });
      expect(platform.messages(chat).map(({ text }) => text)).to.deep.equal(["d"]);
      expect(await provider.edit(chat, "1.000001", message("e"))).to.include({ state: "refused", code: "gone" });
      platform.fault({ kind: "unauthorised" });
      expect(await provider.send(chat, message("f"))).to.include({ state: "refused", code: "unauthorised" });
      expect(sink.reports.at(-1)?.state).to.equal("failed");
      await platform.close();
      // The first finds a connection that dies under it.
      await provider.send(chat, message("g"));
      expect(await provider.send(chat, message("h"))).to.include({ state: "deferred" });
    });

    it("can be stopped and started again, and stopped twice", async () => {
      await provider.start(sink);
      await provider.stop();
      await provider.stop();
      await provider.start(sink);
      await platform.say(platform.people.ann, platform.direct(platform.people.ann), { text: "again" });
      await waitFor(() => sink.texts.includes("again"), "it came");
    });

    if (mode === "socket")
      it("comes back after the connection was cut, and takes what was said meanwhile", async () => {
        await provider.start(sink);
        await platform.interrupt!();
        await platform.say(platform.people.ann, platform.direct(platform.people.ann), { text: "still there?" });
        await waitFor(() => sink.texts.includes("still there?"), "it came after the reconnection");
        expect(sink.reports.map(({ state }) => state)).to.include("degraded");
      });
    else {
      it("takes nothing that Slack did not sign just now", async () => {
        await provider.start(sink);
        for (const how of ["unsigned", "wrong", "stale"] as const) expect(await platform.forge(how), how).to.equal(401);
        expect([sink.events.length, sink.refusals.length]).to.deep.equal([0, 3]);
      });
      it("answers the address check of Slack, and nothing it cannot read", async () => {
        await provider.start(sink);
        const { signed } = await import("@open-cowork/provider-kit/slack");
        const ask = (payload: Record<string, unknown>) => provider.webhook!(signed({ type: "events_api", payload }, SLACK_SECRETS.signingSecret, 0));
        expect(await ask({ type: "url_verification", challenge: "abc" })).to.deep.include({ status: 200, body: "abc" });
        expect(await provider.webhook!({ method: "GET", headers: {}, query: {}, body: new Uint8Array(), remote: "" })).to.include({ status: 405 });
      });
    }
  });
}

describe("Slack's configuration", () => {
  const botToken = new Secret("xoxb", "bot");
  it("refuses a mode without its secret, and a blank one", () => {
    for (const broken of [
      { mode: "socket" },
      { mode: "http" },
      { mode: "http", signingSecret: new Secret("  ", "s") },
      { mode: "socket", appToken: new Secret("", "a") },
    ]) {
      expect(configSchema.safeParse({ id: "a", botToken, ...broken }).success, JSON.stringify(broken)).to.equal(false);
    }
  });
});
