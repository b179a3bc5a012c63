import { expect } from "chai";
import { type Update, UpdateQueue } from "./update-queue.js";

const ask = (offset: number, timeout = 0, limit = 100) => ({ offset, limit, timeout });
const ids = (updates: Update[]) => updates.map(({ update_id: id }) => id);

function queue(...updates: number[]): UpdateQueue {
  const made = new UpdateQueue();
  for (const id of updates) made.add({ update_id: id });
  return made;
}

describe("UpdateQueue: getUpdates as the open server answers it", () => {
  it("gives the earliest unconfirmed ones until a higher offset confirms them", async () => {
    const updates = queue(5, 6, 7);
    expect(ids(await updates.get(ask(0)))).to.deep.equal([5, 6, 7]);
    expect(ids(await updates.get(ask(6)))).to.deep.equal([6, 7]);
    expect(ids(await updates.get(ask(5)))).to.deep.equal([6, 7]);
    expect(updates.size).to.equal(2);
  });

  it("gives one at a time to whoever asks the same again at once", async () => {
    const updates = queue(5, 6);
    await updates.get(ask(0));
    expect(ids(await updates.get(ask(0)))).to.deep.equal([5]);
  });

  it("lets a long poll wait for what comes, and sends it away when another one comes", async () => {
    const updates = queue();
    const first = updates.get(ask(0, 30)).catch((error: unknown) => String(error));
    const second = updates.get(ask(1, 30));
    expect(await first).to.include("terminated by other getUpdates request");
    updates.add({ update_id: 9 });
    expect(ids(await second)).to.deep.equal([9]);
  });

  it("gives a confirmed one out once more when that is asked for", async () => {
    const updates = queue(5);
    await updates.get(ask(0));
    const waiting = updates.get(ask(6, 30));
    expect(updates.size).to.equal(0);
    updates.repeat();
    expect(ids(await waiting)).to.deep.equal([5]);
    expect(updates.size).to.equal(1);
    const after = updates.get(ask(6, 30));
    expect(updates.size).to.equal(0);
    updates.abandon();
    expect(await Promise.race([after, "waits"])).to.equal("waits");
  });
});
