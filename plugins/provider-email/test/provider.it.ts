import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { MailPlatform, mime } from "@open-cowork/provider-kit/mail";
import { type Conversation, Secret } from "@open-cowork/shared";
import { expect } from "chai";
import type { EmailProvider } from "../src/email-provider.js";
import { Cuttable } from "./cuttable.js";
import { KeepingSink, platformConfig, providerFor, until } from "./email-harness.js";

describe("mail by IMAP and SMTP", () => {
  let platform: MailPlatform;
  let provider: EmailProvider;
  let sink: KeepingSink;
  let lines: string[];
  let thread: Conversation;
  const closers: (() => Promise<unknown>)[] = [];
  const change = (more: Record<string, unknown>) => {
    provider = providerFor(platformConfig(platform, more), { lines });
  };
  const smtp = (more: Record<string, unknown>) => {
    const server = {
      host: "127.0.0.1",
      port: platform.smtp.port,
      secure: false,
      user: platform.user,
      password: new Secret(platform.password, "smtp"),
      timeoutMs: 500,
    };
    change({ smtp: { ...server, ...more } });
  };
  const send = (text = "Hello", key = "k1") => provider.send(thread, { text, buttons: [], key });

  beforeEach(async () => {
    platform = await MailPlatform.start();
    [sink, lines] = [new KeepingSink(), []];
    thread = platform.direct(platform.people.ann);
    change({});
  });
  afterEach(async () => {
    await provider.stop();
    for (const close of closers.splice(0)) await close();
    await platform.close();
  });

  it("takes a mail over, answers it in its thread, and hears the answer to that", async () => {
    const { ann } = platform.people;
    await provider.start(sink);
    await platform.say(ann, thread, { text: "What is up?" });
    await until("the mail came", () => sink.events.length === 1);
    const [first] = sink.messages;
    expect(first).to.deep.include({ text: "What is up?", conversation: thread, person: ann, addressed: true, message: thread.topic });
    const outcome = await provider.send(thread, { text: "**All** is well.", buttons: [], key: "k1", replyTo: first!.message! });
    expect(outcome.state).to.equal("delivered");
    expect(platform.messages(thread).map((message) => message.text)).to.deep.equal(["All is well."]);
    await platform.say(ann, thread, { text: "Good." });
    await until("the answer came", () => sink.events.length === 2);
    expect(sink.messages[1]!.conversation).to.deep.equal(thread);
    await until("both are marked as seen", () => platform.unacknowledged() === 0);
  });

  it("finds the thread of an answer that refers to our mail alone, also in another life", async () => {
    await provider.start(sink);
    const outcome = await send();
    await provider.stop();
    change({});
    await provider.start(sink);
    const message = outcome.state === "delivered" ? outcome.message : expect.fail("not delivered");
    const headers: [string, string][] = [
      ["Authentication-Results", `${platform.authservId}; dmarc=pass header.from=people.test`],
      ["From", "ann@people.test"],
      ["Message-ID", "<x@people.test>"],
      ["In-Reply-To", `<${message}>`],
    ];
    platform.deliver(mime({ headers, text: "Yes" }));
    await until("it came", () => sink.events.length === 1);
    expect(sink.messages[0]!.conversation).to.include({ chat: thread.chat, topic: thread.topic });
  });

  it("sends the same mail again for the same message, so that programs may show it once", async () => {
    await provider.start(sink);
    platform.fault({ kind: "silent" });
    expect((await send()).state).to.equal("unknown");
    expect((await send("Hello (sent again: it may be above already)")).state).to.equal("delivered");
    expect(new Set(platform.received.map((mail) => mail.messageId))).to.have.length(1);
  });

  it("lets nobody in whom the server does not vouch for, marks their mail, and counts what machines send", async () => {
    await provider.start(sink);
    platform.deliver(mime({ headers: [["From", "ann@people.test"]], text: "let me in" }));
    platform.deliver(
      mime({
        headers: [
          ["From", "ann@people.test"],
          ["Auto-Submitted", "auto-replied"],
        ],
        text: "I am away",
      }),
    );
    platform.deliver(mime({ headers: [["From", "mailer-daemon@people.test"]], text: "It bounced" }));
    await until("all are dealt with", () => platform.store.mails.length === 3 && platform.unacknowledged() === 0);
    expect(sink.tries).to.equal(0);
    expect(sink.turnedAway).to.deep.equal([{ reason: "stranger", person: { id: "ann@people.test", name: "ann@people.test" } }]);
    expect(lines.filter((line) => line.includes("mail.ignored")).map((line) => /"reason":"(\w+)","count":(\d)/.exec(line)?.slice(1))).to.deep.equal([
      ["auto_submitted", "1"],
      ["bounce", "1"],
    ]);
  });

  it("brings images that stand in the text", async () => {
    await provider.start(sink);
    const image = Buffer.from("fake image");
    platform.deliver(
      Buffer.from(
        [
          `Authentication-Results: ${platform.authservId}; dmarc=pass header.from=people.test`,
          "From: ann@people.test",
          "Message-ID: <i@people.test>",
          'Content-Type: multipart/related; boundary="b"',
          "",
          "--b",
          "Content-Type: text/html",
          "",
          '<p>Look: <img src="cid:1"></p>',
          "--b",
          "Content-Type: image/png; name=plan.png",
          "Content-ID: <1>",
          "Content-Disposition: inline",
          "Content-Transfer-Encoding: base64",
          "",
          image.toString("base64"),
          "--b--",
          "",
        ].join("\r\n"),
      ),
    );
    await until("it came", () => sink.events.length === 1);
    const { text, files } = sink.messages[0]!;
    expect(text).to.match(/^Look:/);
    expect(files.map(({ name, mime: type }) => [name, type])).to.deep.equal([["plan.png", "image/png"]]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await provider.download(files[0]!, new AbortController().signal)) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(image)).to.equal(true);
  });

  it("starts without a server to send by, and tells the operator", async () => {
    smtp({ password: new Secret("not-the-password", "smtp") });
    await provider.start(sink);
    expect(sink.reports.at(-1)?.state).to.equal("failed");
    expect(sink.reports.at(-1)?.detail).to.match(/does not accept smtp\.user and smtp\.password/);
    expect(await send()).to.include({ state: "refused", code: "unauthorised" });
    await provider.stop();
    smtp({ port: await deadPort() });
    await provider.start(sink);
    expect(sink.reports.at(-1)?.state).to.equal("degraded");
    expect((await send()).state).to.equal("deferred");
    expect(lines.join()).to.not.contain("not-the-password");
  });

  it("gives no password and no mail to a server that does not hide them on the way", async () => {
    const way = await Cuttable.to(platform.smtp.port);
    closers.push(() => way.close());
    smtp({ host: "0.0.0.0", port: way.port });
    await provider.start(sink);
    expect((await send("secret words")).state).to.equal("deferred");
    expect(way.heard)
      .to.match(/EHLO/)
      .and.to.not.match(/AUTH|MAIL|secret/);
  });

  it("knows how far a mail came when the connection ends", async () => {
    const cases: [string, (line: string, socket: Socket) => string | undefined][] = [
      ["deferred", (line, socket) => (line === "DATA" ? void socket.destroy() : "250 ok")],
      ["deferred", (line) => (line === "DATA" ? undefined : "250 ok")],
      ["unknown", (line, socket) => (line === "." ? void socket.destroy() : line === "DATA" ? "354 go on" : "250 ok")],
      ["deferred", (line) => (line === "." ? "421 4.3.2 shutting down" : line === "DATA" ? "354 go on" : "250 ok")],
      ["delivered", (line) => (line === "DATA" ? "354 go on" : "250 ok")],
    ];
    for (const [state, answer] of cases) {
      const server = await scripted(answer);
      closers.push(() => new Promise((resolve) => server.close(resolve)));
      smtp({ port: (server.address() as AddressInfo).port, user: undefined, password: undefined });
      await provider.start(sink);
      expect((await send()).state, String(answer)).to.equal(state);
      await provider.stop();
    }
  });

  it("gives up on a server that always says a little and never answers", async () => {
    const server = await scripted((line, socket) => {
      if (!line.startsWith("EHLO")) return "250 ok";
      const murmur = setInterval(() => socket.write("250-wait\r\n"), 10);
      socket.on("close", () => clearInterval(murmur));
      return undefined;
    });
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    smtp({ port: (server.address() as AddressInfo).port, timeoutMs: 100 });
    await provider.start(sink);
    expect((await send()).state).to.equal("deferred");
  });

  it("lets a mail that is being given to the server end before it stops, and begins no other", async () => {
    await provider.start(sink);
    const [first, second] = [send("one", "k1"), send("two", "k2")];
    await until("the first one is under way", () => platform.calls().some(({ method }) => method === "SMTP MAIL"));
    await provider.stop();
    expect([(await first).state, (await second).state]).to.deep.equal(["delivered", "deferred"]);
    expect(platform.received).to.have.length(1);
  });
});

async function deadPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A server that answers each line as it is told. */
async function scripted(answer: (line: string, socket: Socket) => string | undefined): Promise<Server> {
  const server = createServer((socket) => {
    let isData = false;
    let rest = "";
    socket.write("220 scripted\r\n");
    // The client goes when it has what it needs.
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      const all = (rest + chunk.toString()).split("\r\n");
      rest = all.pop()!;
      for (const line of all) {
        if (isData && line !== ".") continue;
        const said = answer(line, socket);
        if (line === ".") isData = false;
        if (said?.startsWith("354")) isData = true;
        if (said) socket.write(`${said}\r\n`);
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
