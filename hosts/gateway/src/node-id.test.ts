import { expect } from "chai";
import { nodeIdOf } from "./node-id.js";

describe("node id", () => {
  const listen = (port: number) => ({ listen: { host: "127.0.0.1", port } });

  it("is what is configured", () => {
    expect(nodeIdOf({ nodeId: "blue", ...listen(1) })).to.equal("blue");
  });

  it("is the same from start to start, another for another port, and has no dot", () => {
    expect(nodeIdOf(listen(7380))).to.equal(nodeIdOf(listen(7380)));
    expect(nodeIdOf(listen(7380))).not.to.equal(nodeIdOf(listen(7381)));
    expect(nodeIdOf(listen(7380))).to.match(/^[A-Za-z0-9][A-Za-z0-9_-]*-7380$/);
  });

  it("is never that of somebody else where the system chooses the port", () => {
    expect(nodeIdOf(listen(0))).not.to.equal(nodeIdOf(listen(0)));
  });
});
