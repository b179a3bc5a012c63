import { randomBytes } from "node:crypto";
import { MailPlatform, mime } from "@open-cowork/provider-kit/mail";
import { expect } from "chai";
import { ImapFlow } from "imapflow";
import { Cuttable } from "./cuttable.js";
import { Dovecot, dovecotMissing } from "./dovecot.js";
import { mailboxCases } from "./mailbox-cases.js";

const missing = dovecotMissing();

if (missing) {
  describe("a mailbox on Dovecot", () => it.skip(`skipped: ${missing}`));
} else {
  describe("a mailbox on Dovecot", () => {
    let dovecot: Dovecot;
    before(async () => void (dovecot = await Dovecot.start(randomBytes(12).toString("hex"))));
    after(() => dovecot.close());
    let count = 0;
    mailboxCases(async () => {
      const user = `cowork${++count}`;
      const way = await Cuttable.to(dovecot.port);
      return { user, password: dovecot.password, way, deliver: (raw) => dovecot.deliver(user, raw), close: () => way.close() };
    });
  });

  describe("the simulated IMAP server", () => {
    it("answers as Dovecot does", async () => {
      const password = randomBytes(12).toString("hex");
      const dovecot = await Dovecot.start(password);
      const platform = await MailPlatform.start();
      try {
        for (const raw of MAILS) {
          await dovecot.deliver("cowork", raw);
          platform.store.append(raw);
        }
        const simulated = await answers({ port: platform.imap.port, user: platform.user, pass: platform.password });
        expect(simulated).to.deep.equal(await answers({ port: dovecot.port, user: "cowork", pass: password }));
      } finally {
        await platform.close();
        await dovecot.close();
      }
    });
  });
}

const MAILS = [
  mime({
    headers: [
      ["From", "Ann Lee <ann@people.test>"],
      ["To", "cowork@cowork.test, Bob <bob@people.test>"],
      ["Date", "Mon, 05 Jan 2026 11:59:00 +0000"],
      ["Subject", 'A "quoted" \\ subject'],
      ["Message-ID", "<1@people.test>"],
      ["In-Reply-To", "<0@people.test>"],
    ],
    text: "Hello",
  }),
  mime({ headers: [["From", "bob@people.test"]], text: "x".repeat(5_000) }),
];

/** What a client gets to hear for the commands that we give. */
async function answers({ port, user, pass }: { port: number; user: string; pass: string }): Promise<unknown> {
  const connection = (password: string) => {
    const client = new ImapFlow({
      host: "127.0.0.1",
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: password },
      logger: false,
      disableAutoEnable: true,
    });
    client.on("error", () => undefined);
    return client;
  };
  const wrong = await connection("wrong")
    .connect()
    .catch((error: { authenticationFailed?: boolean; serverResponseCode?: string }) => [error.authenticationFailed, error.serverResponseCode]);
  const client = connection(pass);
  await client.connect();
  const nowhere = await client
    .mailboxOpen("Nowhere")
    .catch((error: { mailboxMissing?: boolean; responseStatus?: string }) => [error.mailboxMissing, error.responseStatus]);
  const examined = await client.mailboxOpen("INBOX", { readOnly: true });
  const marked = [await client.messageFlagsAdd("1", ["\\Seen"], { uid: true })];
  const opened = await client.mailboxOpen("INBOX");
  const query = { uid: true, size: true, envelope: true, flags: true, source: { start: 10, maxLength: 300 }, headers: true };
  const fetched = await client.fetchAll("1:*", query, { uid: true });
  const whole = await client.fetchOne("2", { uid: true, source: true }, { uid: true });
  const none = await client.fetchOne("77", { uid: true, source: true }, { uid: true });
  const unseen = [await client.search({ seen: false }, { uid: true })];
  marked.push(await client.messageFlagsAdd("1", ["\\Seen"], { uid: true }), await client.messageFlagsAdd("77", ["\\Seen"], { uid: true }));
  unseen.push(
    await client.search({ seen: false }, { uid: true }),
    await client.search({ seen: true }, { uid: true }),
    await client.search({ all: true }, { uid: true }),
  );
  await client.logout();
  return {
    wrong,
    nowhere,
    boxes: [examined, opened].map(({ path, exists, uidNext, readOnly }) => ({ path, exists, uidNext, readOnly })),
    marked,
    unseen,
    fetched: fetched.map(({ seq, uid, size, envelope, flags, source, headers }) => ({
      seq,
      uid,
      size,
      envelope,
      flags: withoutRecent(flags),
      source: source?.toString(),
      headers: headers?.toString(),
    })),
    whole: whole ? whole.source?.toString() : whole,
    none,
  };
}

/** A server of many clients knows who saw a mail first; nobody needs that, and IMAP4rev2 has it no more. */
function withoutRecent(flags: Set<string> | undefined): string[] {
  return [...(flags ?? [])].filter((flag) => flag !== "\\Recent").sort();
}
