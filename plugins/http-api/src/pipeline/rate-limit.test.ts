import { FixedClock } from "@open-cowork/core/testing";
import { expect } from "chai";
import { TokenBuckets } from "./rate-limit.js";

describe("token buckets", () => {
  const attempt = (buckets: TokenBuckets, key: string): number => {
    try {
      buckets.take(key);
      return 0;
    } catch (error) {
      return (error as { retryAfterMs: number }).retryAfterMs;
    }
  };

  it("let a burst through, then as much as comes back", async () => {
    const clock = new FixedClock();
    const buckets = new TokenBuckets(clock, { burst: 2, perSecond: 4 });
    expect([attempt(buckets, "a"), attempt(buckets, "a"), attempt(buckets, "a")]).to.deep.equal([0, 0, 250]);
    await clock.advance(250);
    expect([attempt(buckets, "a"), attempt(buckets, "a")]).to.deep.equal([0, 250]);
    await clock.advance(60_000);
    expect([attempt(buckets, "a"), attempt(buckets, "a"), attempt(buckets, "a")]).to.deep.equal([0, 0, 250]);
  });

  it("take nothing away when the wall clock is set back", async () => {
    const clock = new FixedClock();
    const buckets = new TokenBuckets(clock, { burst: 2, perSecond: 4 });
    attempt(buckets, "a");
    clock.leap(-3_600_000);
    expect([attempt(buckets, "a"), attempt(buckets, "a")]).to.deep.equal([0, 250]);
    await clock.advance(250);
    expect(attempt(buckets, "a")).to.equal(0);
  });

  it("are one for each key", () => {
    const buckets = new TokenBuckets(new FixedClock(), { burst: 1, perSecond: 1 });
    expect([attempt(buckets, "a"), attempt(buckets, "b"), attempt(buckets, "a")]).to.deep.equal([0, 0, 1_000]);
  });

  it("stay bounded, and forget who has been quiet for longest first", () => {
    const buckets = new TokenBuckets(new FixedClock(), { burst: 1, perSecond: 1 });
    attempt(buckets, "quiet");
    attempt(buckets, "busy");
    for (let i = 0; i < 9_999; i++) {
      attempt(buckets, `other ${i}`);
      if (i % 100 === 0) attempt(buckets, "busy");
    }
    expect([attempt(buckets, "busy"), attempt(buckets, "quiet")]).to.deep.equal([1_000, 0]);
  });
});
