import { expect } from "chai";
import { mentions, readText } from "./text.js";

describe("Slack's markup", () => {
  it("reads as Markdown, without the mention of us", () => {
    expect(readText("<@U0BOT> look at <https://a.example|this> and <https://b.example> &amp; tell <@U2|bob> in <#C1|room> <!here>", "U0BOT")).to.equal(
      "look at [this](https://a.example) and https://b.example & tell @bob in #room @here",
    );
  });
  it("is not taken apart where it only looks like markup", () => {
    expect(readText("a &lt;@U0BOT&gt; &amp;lt; <unknown>", "U0BOT")).to.equal("a <@U0BOT> &lt; <unknown>");
  });
  it("tells whether we are mentioned, and nobody of a similar name", () => {
    expect([mentions("hi <@U0BOT>", "U0BOT"), mentions("hi <@U0BOT|cowork>", "U0BOT"), mentions("hi <@U0BOT2>", "U0BOT")]).to.deep.equal([true, true, false]);
  });
});
