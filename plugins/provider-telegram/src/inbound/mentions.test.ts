import { expect } from "chai";
import { withoutMention } from "./mentions.js";

const self = { id: 7, username: "Cowork_Bot" };
const at = (text: string, words: string, type = "mention", user?: { id: number }) => ({
  type,
  offset: text.indexOf(words),
  length: words.length,
  ...(user ? { user: { ...user, is_bot: true, first_name: "x" } } : {}),
});

describe("withoutMention", () => {
  for (const [text, words, rest] of [
    ["@cowork_bot do it", "@cowork_bot", "do it"],
    ["@Cowork_Bot, do it", "@Cowork_Bot", "do it"],
    ["@cowork_bot: do it", "@cowork_bot", "do it"],
    ["hi @cowork_bot do it", "@cowork_bot", "hi do it"],
    ["do it @cowork_bot", "@cowork_bot", "do it"],
    ["one\n@cowork_bot\ntwo", "@cowork_bot", "one\n\ntwo"],
    ["👩‍👧 @cowork_bot x", "@cowork_bot", "👩‍👧 x"],
    ["@cowork_bot", "@cowork_bot", ""],
  ] as const)
    it(`takes our name out of ${JSON.stringify(text)}`, () =>
      expect(withoutMention(text, [at(text, words)], self)).to.deep.equal({ text: rest, mentioned: true }));

  it("takes each of our names out", () => {
    const text = "@cowork_bot and @cowork_bot too";
    const twice = [at(text, "@cowork_bot"), { type: "mention", offset: text.lastIndexOf("@"), length: 11 }];
    expect(withoutMention(text, twice, self).text).to.equal("and too");
  });

  it("takes our name off a command and leaves the command", () => {
    const text = "/approve@cowork_bot K7M2Q9XD always";
    expect(withoutMention(text, [at(text, "/approve@cowork_bot", "bot_command")], self)).to.deep.equal({ text: "/approve K7M2Q9XD always", mentioned: true });
  });

  it("knows us by our id where people are mentioned without a name", () => {
    const text = "Cowork do it";
    expect(withoutMention(text, [at(text, "Cowork", "text_mention", { id: 7 })], self)).to.deep.equal({ text: "do it", mentioned: true });
    expect(withoutMention(text, [at(text, "Cowork", "text_mention", { id: 8 })], self)).to.deep.equal({ text, mentioned: false });
  });

  it("leaves others alone: other names, names that begin like ours, commands to other bots, and names that are no entity", () => {
    for (const [text, words, type] of [
      ["@other do it", "@other", "mention"],
      ["@cowork_bot2 do it", "@cowork_bot2", "mention"],
      ["/new@other", "/new@other", "bot_command"],
      ["/new@not_cowork_bot", "/new@not_cowork_bot", "bot_command"],
      ["mail me@cowork_bot.example", "me@cowork_bot.example", "email"],
    ] as const)
      expect(withoutMention(text, [at(text, words, type)], self)).to.deep.equal({ text, mentioned: false });
    expect(withoutMention("`@cowork_bot`", [], self)).to.deep.equal({ text: "`@cowork_bot`", mentioned: false });
  });
});
