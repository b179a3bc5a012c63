import { expect } from "chai";
import { toCsv } from "./csv.js";

describe("toCsv", () => {
  it("quotes what needs quoting", () => {
    expect(
      toCsv([
        ["a", 'say "hi"'],
        ["1,5", "two\nlines"],
      ]),
    ).to.equal('a,"say ""hi"""\r\n"1,5","two\nlines"');
  });

  it("keeps formulas from running in a spreadsheet and negative numbers as they are", () => {
    expect(toCsv([["=1+1", "@sum", "+1", "-cmd", "-12.5", "-3 %"]])).to.equal("'=1+1,'@sum,'+1,'-cmd,-12.5,'-3 %");
  });
});
