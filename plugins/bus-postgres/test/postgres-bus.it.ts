import { silentLog } from "@open-cowork/core/kernel";
import { busCases, conformance } from "@open-cowork/core/testing";
import { createTestDatabase, type TestDatabase } from "@open-cowork/testkit/postgres";
import { realClock } from "@open-cowork/testkit/real-clock";
import { expect } from "chai";
import pg from "pg";
import { PostgresBus } from "../src/postgres-bus.js";

describe("bus over Postgres", () => {
  let database: TestDatabase;
  const open: PostgresBus[] = [];

  before(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((bus) => bus.close()));
  });
  after(() => database.drop());

  async function aBus(): Promise<PostgresBus> {
    const bus = new PostgresBus({ url: database.url, clock: realClock, log: silentLog });
    await bus.open();
    open.push(bus);
    return bus;
  }

  /** Buses that have heard of each other. */
  async function peers(count: number): Promise<PostgresBus[]> {
    const buses = await Promise.all(Array.from({ length: count }, aBus));
    for (const [i, from] of buses.entries()) {
      for (const to of buses) {
        if (to !== from)
          await until(
            (arrived) => to.subscribe(`ping-${i}`, arrived),
            () => from.publish(`ping-${i}`, null),
          );
      }
    }
    return buses;
  }

  conformance({ describe, it }, { title: "EventBus", cases: busCases, open: async () => ({ bus: await aBus() }) });

  it("delivers to other processes in order, once, and to its own once", async () => {
    const [a, b, c] = (await peers(3)) as [PostgresBus, PostgresBus, PostgresBus];
    const got = { a: [] as unknown[], b: [] as unknown[], c: [] as unknown[] };
    const count = 500;
    const done = Promise.all([b, c].map((bus) => new Promise<void>((resolve) => void bus.subscribe("t", (message) => message === count && resolve()))));
    a.subscribe("t", (message) => got.a.push(message));
    b.subscribe("t", (message) => got.b.push(message));
    c.subscribe("t", (message) => got.c.push(message));
    const all = Array.from({ length: count }, (_, i) => i + 1);
    for (const message of all) a.publish("t", message);
    await done;
    expect(got).to.deep.equal({ a: all, b: all, c: all });
  });

  it("sends what is too big without its events", async () => {
    const [a, b] = (await peers(2)) as [PostgresBus, PostgresBus];
    const got = new Promise((resolve) => void b.subscribe("s", resolve));
    a.publish("s", { from: 1, to: 2, events: ["x".repeat(20_000)] });
    expect(await got).to.deep.equal({ from: 1, to: 2 });
  });

  it("tells the others that something is missing when it cannot be sent at all", async () => {
    const [a, b] = (await peers(2)) as [PostgresBus, PostgresBus];
    const gap = new Promise<void>((resolve) => void b.onGap(resolve));
    a.publish("s", "x".repeat(20_000));
    await gap;
  });

  it("comes back after its connection is cut, and tells both sides of the gap", async () => {
    const [a, b] = (await peers(2)) as [PostgresBus, PostgresBus];
    const gaps = [a, b].map((bus) => new Promise<void>((resolve) => void bus.onGap(resolve)));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'open-cowork bus' and datname = current_database()");
    await client.end();
    await Promise.all(gaps);
    await until(
      (arrived) => b.subscribe("again", arrived),
      () => a.publish("again", 1),
    );
    expect(a.connected && b.connected).to.equal(true);
  });

  it("a process that left is not published to", async () => {
    const [a, b] = (await peers(2)) as [PostgresBus, PostgresBus];
    await b.close();
    open.splice(open.indexOf(b), 1);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const payloads: string[] = [];
    client.on("notification", ({ payload }) => payloads.push(payload ?? ""));
    await client.query("listen open_cowork_bus");
    // Postgres delivers in the order of commits: a's answer to a stranger's hello comes after anything it sent before.
    a.publish("t", "nobody hears this");
    const answered = new Promise<void>(
      (resolve) => void client.on("notification", ({ payload }) => payload?.includes('"hello"') && !payload.startsWith("stranger") && resolve()),
    );
    await client.query(`select pg_notify('open_cowork_bus', 'stranger 1 {"type":"hello","reply":true,"lost":false}')`);
    await answered;
    await client.end();
    expect(payloads.filter((payload) => payload.includes("nobody"))).to.deep.equal([]);
  });

  it("fails to open without a server, with nothing left running", async () => {
    const bus = new PostgresBus({ url: "postgresql://u:p@127.0.0.1:1/none", clock: realClock, log: silentLog });
    const error = await bus.open().catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(Error);
    await bus.close();
  });
});

/** Publishes until a subscriber hears it: delivery is at most once, so a test that waits must be ready to repeat. */
async function until(subscribe: (arrived: () => void) => () => void, publish: () => void): Promise<void> {
  let end: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    end = subscribe(resolve);
    publish();
    timer = setInterval(publish, 20);
  });
  clearInterval(timer);
  end();
}
