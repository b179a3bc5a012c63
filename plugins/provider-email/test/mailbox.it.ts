import { MailPlatform } from "@open-cowork/provider-kit/mail";
import { Cuttable } from "./cuttable.js";
import { mailboxCases, type ServerUnderTest } from "./mailbox-cases.js";

async function simulator(capabilities?: string): Promise<ServerUnderTest> {
  const platform = await MailPlatform.start({ capabilities });
  const way = await Cuttable.to(platform.imap.port);
  return {
    user: platform.user,
    password: platform.password,
    way,
    deliver: async (raw) => void platform.store.append(raw),
    close: async () => {
      await way.close();
      await platform.close();
    },
  };
}

describe("a mailbox on the simulated IMAP server", () => mailboxCases(() => simulator()));
describe("a mailbox on a simulated IMAP server that knows LOGIN and waits with literals", () => mailboxCases(() => simulator("IMAP4rev1 IDLE")));
