import { expect } from "chai";
import { Conversation } from "./conversation.js";
import type { ChatMessage } from "./fake-chat.js";
import { formatMessage } from "./format.js";

const message = (id: string, over: Partial<ChatMessage> = {}): ChatMessage => ({ id, from: "us", text: id, buttons: [], files: [], edits: 0, ...over });
const once = { label: "Allow once", value: "X:once" };

describe("a conversation in the demo", () => {
  it("keeps messages in their order, as they were changed last", () => {
    const conversation = new Conversation();
    for (const id of ["a", "b"]) conversation.apply({ type: "message", message: message(id) });
    conversation.apply({ type: "edited", message: message("a", { text: "changed" }) });
    conversation.apply({ type: "removed", id: "b" });
    expect(conversation.messages.map(({ text }) => text)).to.deep.equal(["changed"]);
    expect(conversation.changes).to.equal(3);
  });

  it("offers the buttons that are open now", () => {
    const conversation = new Conversation();
    conversation.apply({ type: "message", message: message("a", { buttons: [once] }) });
    conversation.apply({ type: "message", message: message("b") });
    expect(conversation.asking?.id).to.equal("a");
    conversation.apply({ type: "edited", message: message("a") });
    expect(conversation.asking).to.equal(undefined);
  });

  it("waits for what is not there yet, and says what did not come", async () => {
    const conversation = new Conversation();
    const found = conversation.until("b", (shown) => shown.find(({ message: { id } }) => id === "b"), 5_000);
    conversation.apply({ type: "message", message: message("b") });
    expect((await found).change).to.equal(1);
    const failure = await conversation.until("“c”", () => undefined, 1).catch((error: Error) => error.message);
    expect(failure).to.include("“c” did not come");
  });

  it("shows buttons by number and files by where they are, and nothing that steers the terminal", () => {
    const shown = formatMessage(
      message("a", {
        text: "see \u001b[2J\u0007this\nhere",
        buttons: [once],
        files: [{ id: "f", name: "a\u001b]0;x\u0007.md", mime: "text/markdown", bytes: 3 }],
      }),
      new Map([["f", "/x/a.md"]]),
    );
    expect(shown).to.include("see this\nhere").and.include("[1] Allow once").and.include("a.md, 3 bytes: /x/a.md");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(shown.replace(/\u001b\[\d+m/g, "")).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });
});
