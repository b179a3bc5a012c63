import { MailPlatform } from "@open-cowork/provider-kit/mail";
import { expect } from "chai";
import type { EmailProvider } from "../src/email-provider.js";
import { KeepingSink, platformConfig, providerFor, until } from "./email-harness.js";

describe("mail by IMAP and SMTP", () => {
  let platform: MailPlatform;
  let provider: EmailProvider;
  let sink: KeepingSink;

  beforeEach(async () => {
    platform = await MailPlatform.start();
    provider = providerFor(platformConfig(platform));
    sink = new KeepingSink();
  });
  afterEach(async () => {
    await provider.stop();
    await platform.close();
  });

  it("takes a mail over, answers it in its thread, and hears the answer to that", async () => {
    const { ann } = platform.people;
    const thread = platform.direct(ann);
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
});
