import { realClock } from "@open-cowork/provider-kit";
import { Secret } from "@open-cowork/shared";
import { DevPlatform } from "../dev/platform.js";
import { configSchema } from "../src/config.js";
import { ChatPlatformProvider } from "../src/provider.js";

const TOKEN = "token-of-the-tests";

/**
 * The platform with people in it, for the kit. For the real platform it is a server that speaks its protocol.
 *
 * @returns {Promise<import("@open-cowork/provider-kit").ProviderHarness>}
 */
export async function harness() {
  const dev = new DevPlatform({ token: TOKEN });
  const url = await dev.listen();
  const lines = [];
  const people = { ann: { id: "p1", name: "Ann" }, bob: { id: "p2", name: "Bob" }, stranger: { id: "p3", name: "Eve" } };
  for (const { id } of Object.values(people)) dev.open(`chat-${id}`);
  return {
    platform: {
      people,
      direct: ({ id }) => ({ chat: `chat-${id}`, kind: "direct" }),
      say: async (person, { chat }, { text }) => dev.say(chat, person, text),
      redeliver: async () => dev.redeliver(),
      unacknowledged: () => dev.unconfirmed(),
      messages: ({ chat }) => dev.open(chat).map(({ id, text, edits }) => ({ id, text, source: text, buttons: [], files: [], edits })),
      fault: (fault, times = 1) => dev.fault(fault, times),
      calls: () => dev.calls,
    },
    provider: () =>
      new ChatPlatformProvider(configSchema.parse({ id: "test", url, token: new Secret(TOKEN, "token"), answerMs: 2_000, waitMs: 200 }), {
        clock: realClock,
        log: collecting(lines),
      }),
    secrets: [TOKEN],
    logged: () => lines,
    close: () => dev.close(),
  };
}

function collecting(lines) {
  const at = (level) => (event, fields) =>
    void lines.push(`${level} ${event} ${JSON.stringify(fields, (_key, value) => (value instanceof Error ? String(value.stack) : value))}`);
  const log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), child: () => log };
  return log;
}
