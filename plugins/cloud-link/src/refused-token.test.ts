import { FixedClock } from "@open-cowork/core/testing";
import { expect } from "chai";
import { rememberingRefusal } from "./refused-token.js";

describe("a token that Cloud refuses", () => {
  it("is not shown again for a while, and every caller hears why", async () => {
    const clock = new FixedClock();
    let asked = 0;
    let status = 401;
    const send = rememberingRefusal(clock, async () => {
      asked++;
      return Response.json({ code: "auth.invalid" }, { status });
    });
    const call = async () => {
      const response = await send("http://cloud.test");
      return [response.status, await response.json()];
    };
    for (let i = 0; i < 3; i++) expect(await call()).to.deep.equal([401, { code: "auth.invalid" }]);
    expect(asked).to.equal(1);
    await clock.advance(2_000);
    status = 200;
    expect((await call())[0]).to.equal(200);
    expect((await call())[0]).to.equal(200);
    expect(asked).to.equal(3);
  });
});
