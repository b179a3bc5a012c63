import { expect } from "chai";
import { describeAgent } from "./describe-agent.js";

describe("user agents", () => {
  it("are named by browser and system", () => {
    expect(describeAgent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0")).to.equal(
      "Edge · Windows",
    );
    expect(describeAgent("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1")).to.equal(
      "Safari · iPhone",
    );
    expect(describeAgent("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).to.equal("Firefox · Linux");
  });
  it("are shown as they are when unknown", () => {
    expect(describeAgent("curl/8.1")).to.equal("curl/8.1");
    expect(describeAgent("")).to.equal("?");
  });
});
