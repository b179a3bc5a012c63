import { realClock } from "@open-cowork/provider-kit";
import { mime } from "@open-cowork/provider-kit/mail";
import { isAppError, Secret } from "@open-cowork/shared";
import { expect } from "chai";
import type { ImapSettings } from "../src/config.js";
import type { SortedMail } from "../src/receive/mail-lines.js";
import { Mailbox } from "../src/receive/mailbox.js";
import type { RawMail } from "../src/receive/read-mail.js";
import type { Cuttable } from "./cuttable.js";
import { keepingLog, until } from "./email-harness.js";

/** An IMAP server with one empty mailbox. */
export interface ServerUnderTest {
  user: string;
  password: string;
  way: Cuttable;
  /** A mail comes in. */
  deliver(raw: Buffer): Promise<void>;
  close(): Promise<void>;
}

const MAX = 50_000;
const HOUR_MS = 3_600_000;
const mail = (subject: string, text = "Hello") =>
  mime({
    headers: [
      ["Message-ID", `<${subject}@people.test>`],
      ["Subject", subject],
    ],
    text,
  });

/** What a mailbox does with any IMAP server: run against the simulator, and against a real one that keeps it honest. */
export function mailboxCases(open: () => Promise<ServerUnderTest>): void {
  let server: ServerUnderTest;
  let lines: string[];
  let boxes: Mailbox[];
  let taken: RawMail[];
  let storing: () => Promise<void>;
  const texts = () => taken.map(({ bytes }) => /^Subject: (.*)$/m.exec(Buffer.from(bytes).toString())?.[1]?.trim());
  const settings = (change: Partial<ImapSettings> = {}): ImapSettings => ({
    host: "127.0.0.1",
    port: server.way.port,
    secure: false,
    user: server.user,
    password: new Secret(server.password, "imap"),
    mailbox: "INBOX",
    pollMs: HOUR_MS,
    ...change,
  });
  const mailbox = (change: Partial<ImapSettings> = {}) => {
    const sort = async (raw: RawMail): Promise<SortedMail> => ({
      line: "ann",
      async handOver() {
        taken.push(raw);
        await storing();
      },
    });
    const box = new Mailbox({
      settings: settings(change),
      maxBytes: MAX,
      clock: realClock,
      log: keepingLog(lines),
      random: () => 0,
      sort,
      health: () => undefined,
    });
    boxes.push(box);
    return box;
  };
  const failure = async (box: Mailbox) =>
    box.start().then(
      () => expect.fail("it started"),
      (error: unknown) => (isAppError(error) ? error : expect.fail(String(error))),
    );

  beforeEach(async () => {
    [lines, boxes, taken] = [[], [], []];
    storing = async () => undefined;
    server = await open();
  });
  afterEach(async () => {
    await Promise.all(boxes.map((box) => box.stop()));
    await server.close();
  });

  it("takes what is unseen, oldest first and byte for byte, and never again", async () => {
    const odd = mime({
      headers: [["Subject", "odd"]],
      text: "Ä\r\n.\r\n..dot\r\n漢字",
      files: [{ name: "a", mime: "text/x-a", bytes: new Uint8Array(3_000).fill(255) }],
    });
    const raws = [
      mail("one"),
      Buffer.concat([odd, Buffer.from([0xe4, 0xff, 0x0d, 0x0a]), Buffer.from(`${"x".repeat(2_000)}\r\n* 1 FETCH (FLAGS ())\r\n) {5}\r\n`)]),
      mail("three"),
    ];
    for (const raw of raws) await server.deliver(raw);
    const first = mailbox();
    await first.start();
    await until("all came", () => taken.length === 3);
    await first.stop();
    expect(taken.map(({ bytes }) => Buffer.from(bytes).equals(raws[taken.findIndex((each) => each.bytes === bytes)]!))).to.deep.equal([true, true, true]);
    expect(taken.map(({ size }) => size)).to.deep.equal(raws.map((raw) => raw.length));
    expect(Math.abs(taken[0]!.receivedAt - Date.now())).to.be.below(HOUR_MS);
    await mailbox().start();
    await server.deliver(mail("four"));
    await until("the next came", () => taken.length === 4);
    expect(texts().at(-1)).to.equal("four");
  });

  it("hears of new mail from the server, without looking for it", async () => {
    await mailbox().start();
    for (const subject of ["one", "two", "three"]) {
      await server.deliver(mail(subject));
      await until(`${subject} came`, () => texts().includes(subject));
    }
    expect(texts()).to.deep.equal(["one", "two", "three"]);
  });

  it("repairs its connection, and takes what came meanwhile", async () => {
    await mailbox().start();
    await server.deliver(mail("before"));
    await until("it came", () => taken.length === 1);
    server.way.closed = true;
    server.way.cut();
    await server.deliver(mail("meanwhile"));
    await until("it was turned away", () => server.way.asked >= 2);
    server.way.closed = false;
    await until("it came too", () => texts().includes("meanwhile"));
    await server.deliver(mail("after"));
    await until("the next came", () => texts().includes("after"));
  });

  it("marks nothing as seen that was not stored; it comes again, in this life and in the next", async () => {
    let failing = 2;
    storing = async () => {
      if (failing-- > 0) throw new Error("the store is away");
    };
    await server.deliver(mail("one"));
    await server.deliver(mail("two"));
    const first = mailbox();
    await first.start();
    await until("both were stored", () => taken.length === 4);
    expect(texts()).to.deep.equal(["one", "one", "one", "two"]);
    storing = () => Promise.reject(new Error("the store is away for good"));
    await server.deliver(mail("three"));
    await until("it was offered", () => texts().includes("three"));
    await first.stop();
    storing = async () => undefined;
    const before = taken.length;
    await mailbox().start();
    await until("it was offered again", () => taken.length === before + 1);
    expect(texts().at(-1)).to.equal("three");
  });

  it("finishes what it is handing over before it stops, also when the connection breaks meanwhile", async () => {
    let release: () => void = () => expect.fail("nothing to release");
    storing = () => new Promise((resolve) => (release = resolve));
    await server.deliver(mail("one"));
    const box = mailbox();
    await box.start();
    await until("it is on its way", () => taken.length === 1);
    let isStopped = false;
    const stopped = box.stop().then(() => (isStopped = true));
    server.way.cut();
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(isStopped).to.equal(false);
    release();
    await stopped;
    expect(server.way.open).to.equal(0);
  });

  it("reads the beginning only of what is too large", async () => {
    const large = mail("large", "x".repeat(2 * MAX));
    await server.deliver(large);
    await mailbox().start();
    await until("it came", () => taken.length === 1);
    expect([taken[0]!.bytes.length, taken[0]!.size]).to.deep.equal([MAX, large.length]);
    expect(Buffer.from(taken[0]!.bytes).equals(large.subarray(0, MAX))).to.equal(true);
  });

  it("reads a mail again by its reference, and knows when it is not there", async () => {
    const raw = mail("one");
    await server.deliver(raw);
    const box = mailbox();
    await box.start();
    await until("it came", () => taken.length === 1);
    const [, uidValidity, uid] = taken[0]!.fileRef(0).split(":");
    expect((await box.read(uidValidity!, Number(uid)))?.equals(raw)).to.equal(true);
    expect(await box.read(uidValidity!, 4_000_000)).to.equal(undefined);
    expect(await box.read("1", Number(uid))).to.equal(undefined);
  });

  it("says what is wrong and what to do when it cannot start, and starts when that is put right", async () => {
    const wrong = new Secret("not-the-password", "imap");
    const refused = await failure(mailbox({ password: wrong }));
    expect(refused.code).to.equal("provider.failed");
    expect(refused.message).to.match(/does not accept imap\.user and imap\.password/);
    expect((await failure(mailbox({ mailbox: "Nowhere" }))).message).to.match(/no mailbox Nowhere/);
    server.way.closed = true;
    const box = mailbox();
    expect((await failure(box)).message).to.match(/cannot be reached/);
    server.way.closed = false;
    await box.start();
    const told = [...lines, ...[refused].map((error) => `${error.stack} ${JSON.stringify(error)} ${String((error.cause as Error).stack)}`)].join("\n");
    for (const secret of [server.password, wrong.reveal()]) expect(told).to.not.contain(secret);
  });

  it("keeps the password to itself where nothing hides it on the way", async () => {
    // Not a loopback address by its name, but one by where it leads.
    const error = await failure(mailbox({ host: "0.0.0.0" }));
    expect(error.message).to.match(/TLS|cannot be reached/);
    expect(server.way.heard)
      .to.match(/CAPABILITY|LOGOUT|^$/)
      .and.to.not.match(/LOGIN|AUTHENTICATE/);
  });

  it("speaks with a password of any characters", async () => {
    const box = mailbox({ password: new Secret('p"ä\\ {5}漢', "imap") });
    expect((await failure(box)).message).to.match(/does not accept/);
  });
}
