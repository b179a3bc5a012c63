import type { HealthReport } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import { MailPlatform, mime } from "@open-cowork/provider-kit/mail";
import { expect } from "chai";
import { Mailbox } from "../src/receive/mailbox.js";
import { Cuttable } from "./cuttable.js";
import { keepingLog, platformConfig, until } from "./email-harness.js";

describe("a mailbox whose server is in trouble", () => {
  let platform: MailPlatform;
  let way: Cuttable;
  let clock: FixedClock;
  let lines: string[];
  let reports: HealthReport[];
  let box: Mailbox;
  let taken: number;
  let storing: () => Promise<void>;
  const pauses = () => lines.flatMap((line) => /mail\.connection_lost .*"retryMs":(\d+)/.exec(line)?.[1] ?? []).map(Number);
  const state = () => reports.at(-1)?.state;
  /** Lets the pause pass that is waited for now, and waits for what comes of it. */
  const passPause = async (outcome: string, holds: () => boolean) => {
    await clock.advance(pauses().at(-1)!);
    await until(outcome, holds);
  };

  beforeEach(async () => {
    platform = await MailPlatform.start();
    way = await Cuttable.to(platform.imap.port);
    [clock, lines, reports, taken] = [new FixedClock(), [], [], 0];
    storing = async () => undefined;
    const { imap } = platformConfig(platform);
    const handOver = () => {
      taken++;
      return storing();
    };
    const sort = async () => ({ line: "ann", handOver });
    const health = (report: HealthReport) => void reports.push(report);
    box = new Mailbox({ settings: { ...imap!, port: way.port }, maxBytes: 50_000, clock, log: keepingLog(lines), random: () => 1, sort, health });
    await box.start();
  });
  afterEach(async () => {
    await box.stop();
    await way.close();
    await platform.close();
  });

  it("is asked again after pauses that grow to a minute, once each", async () => {
    way.closed = true;
    way.cut();
    for (let times = 1; times <= 10; times++) {
      await until(`failure ${times}`, () => pauses().length === times);
      expect(way.asked).to.equal(times);
      await clock.advance(pauses().at(-1)! - 1);
      expect(way.asked).to.equal(times);
      await clock.advance(1);
    }
    expect(pauses()).to.deep.equal([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(state()).to.equal("failed");
    await until("the last one failed too", () => pauses().length === 11);
    way.closed = false;
    platform.store.append(mime({ headers: [], text: "meanwhile" }));
    await passPause("mail comes", () => taken === 1);
    expect(state()).to.equal("ok");
  });

  it("is not asked at once when it lets us in and throws us out again and again", async () => {
    for (let times = 1; times <= 4; times++) {
      await until("we are in", () => way.open === 1 && lines.filter((line) => line.includes("mail.connected")).length === times);
      way.cut();
      await until("we are out", () => pauses().length === times);
      await clock.advance(pauses().at(-1)!);
    }
    expect(pauses()).to.deep.equal([500, 1_000, 2_000, 4_000]);
    await until("we are in", () => lines.filter((line) => line.includes("mail.connected")).length === 5);
    await clock.advance(31_000);
    way.cut();
    await until("we are out", () => pauses().length === 5);
    expect(pauses().at(-1), "a connection that held").to.equal(500);
  });

  it("that does not take our password any more is asked seldom, and the operator is told", async () => {
    platform.imap.password = "changed";
    way.cut();
    await until("the connection is lost", () => pauses().length === 1);
    expect(state()).to.equal("degraded");
    await passPause("it is refused", () => pauses().length === 2);
    expect(reports.at(-1)).to.deep.equal({
      state: "failed",
      detail: `IMAP server 127.0.0.1:${way.port} does not accept imap.user and imap.password (AUTHENTICATIONFAILED).`,
    });
    expect(pauses().at(-1)).to.be.within(30_000, 600_000);
    platform.imap.password = platform.password;
    await passPause("it is taken", () => state() === "ok");
    expect(lines.join()).to.not.contain(platform.password);
  });

  it("stops at once while it waits to try again", async () => {
    way.closed = true;
    way.cut();
    await until("the connection is lost", () => pauses().length === 1);
    await box.stop();
    expect(clock.pending).to.equal(0);
    expect(way.asked).to.equal(1);
  });

  it("hears of a mail once more when the mark was lost, and marks it then", async () => {
    let release: () => void = () => expect.fail("nothing to release");
    storing = () => new Promise((resolve) => (release = resolve));
    platform.store.append(mime({ headers: [], text: "one" }));
    await until("it is on its way", () => taken === 1);
    way.cut();
    await until("the connection is lost", () => pauses().length === 1);
    await passPause("we are in", () => way.open === 1);
    storing = async () => undefined;
    release();
    await until("it is offered again", () => taken === 2);
    await until("it is marked", () => platform.unacknowledged() === 0);
    expect(lines.join()).to.match(/mail\.not_marked/);
  });
});
