import { expect } from "chai";
import { parseCommand, suggest } from "./suggestions.js";

const catalog = {
  agents: [
    { id: "build", name: "Build", description: "Changes files", primary: true },
    { id: "explore", name: "Explore", description: "Reads", primary: false },
  ],
  models: [],
};
const idle = { catalog, running: false, thread: true };
const ids = (text: string, cursor = text.length, situation = idle) => suggest(text, cursor, situation)?.items.map((item) => item.id);

describe("suggest", () => {
  it("offers commands for a slash at the very start", () => {
    expect(ids("/")).to.deep.equal(["/new", "/rename", "/pin", "/archive", "/export"]);
    expect(ids("/re")).to.deep.equal(["/rename"]);
    expect(ids("a /re")).to.equal(undefined);
    expect(ids("/rename x")).to.equal(undefined);
  });

  it("offers what the moment allows", () => {
    expect(ids("/st")).to.equal(undefined);
    expect(ids("/st", 3, { ...idle, running: true })).to.deep.equal(["/stop"]);
    expect(ids("/", 1, { ...idle, thread: false })).to.deep.equal(["/new"]);
  });

  it("offers agents for an at sign at the start of a word", () => {
    expect(ids("ask @ex")).to.deep.equal(["@explore"]);
    expect(ids("me@ex")).to.equal(undefined);
    expect(suggest("ask @ex now", 7, idle)).to.include({ from: 4, to: 7 });
  });
});

describe("parseCommand", () => {
  it("knows a command by its name and argument", () => {
    expect(parseCommand("/rename March invoices ", idle)).to.deep.equal({ name: "rename", argument: "March invoices" });
    expect(parseCommand("/new", idle)).to.deep.equal({ name: "new", argument: "" });
  });

  it("leaves paths and sentences to the agent", () => {
    for (const text of ["/etc/hosts is wrong", "/new things to try", "/unknown", "/rename", "/stop", "please /new"])
      expect(parseCommand(text, idle)).to.equal(undefined);
  });
});
