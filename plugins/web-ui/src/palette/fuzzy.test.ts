import { expect } from "chai";
import { fuzzy } from "./fuzzy.js";

const titles = ["Why did the March invoices fail?", "Weekly revenue note", "Plan the office move", "Übersicht der Verträge"];
const find = (query: string) => fuzzy(titles, query, (title) => title);

describe("fuzzy search", () => {
  it("finds words in any order, by their beginnings and with a slip", () => {
    expect(find("invoices march")).to.deep.equal([titles[0]]);
    expect(find("rev")).to.deep.equal([titles[1]]);
    expect(find("invoces")).to.deep.equal([titles[0]]);
  });
  it("knows letters beyond English", () => expect(find("übers")).to.deep.equal([titles[3]]));
  it("gives everything for nothing, and nothing for nonsense", () => {
    expect(find("  ")).to.deep.equal(titles);
    expect(find("qqqq")).to.deep.equal([]);
    expect(find("((((")).to.be.an("array");
  });
});
