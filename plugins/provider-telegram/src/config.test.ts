import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { compile, config } from "./config.js";

const botToken = new Secret("123456:ABC-DEF", "telegram.botToken");
const webhookSecret = (value: string) => new Secret(value, "telegram.webhookSecret");
const problems = (given: object) => config.safeParse(given).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];

describe("config of Telegram", () => {
  it("needs a token and nothing else", () => {
    expect(compile(config.parse({ botToken }))).to.deep.equal({
      instance: "telegram",
      botToken,
      apiRoot: "https://api.telegram.org",
      requestTimeoutMs: 20_000,
      editIntervalMs: 3_000,
    });
  });

  it("refuses a token that is blank or is none", () => {
    for (const value of ["", " ", "secret", ":x"]) expect(problems({ botToken: new Secret(value, "t") })[0]).to.match(/^botToken does not look like/);
    expect(problems({ botToken: "123456:ABC" })[0]).to.match(/^botToken must be a reference/);
  });

  it("refuses webhooks without a secret, with a blank one, and with one that Telegram does not take", () => {
    const webhook = { botToken, mode: "webhook", publicUrl: "https://gw.example" };
    for (const secret of [undefined, "", " ", "a b", "ü", "x".repeat(257)])
      expect(problems({ ...webhook, ...(secret === undefined ? {} : { webhookSecret: webhookSecret(secret) }) })[0]).to.match(/^webhookSecret is needed/);
    expect(problems({ ...webhook, webhookSecret: webhookSecret("x_-9".repeat(64)) })).to.deep.equal([]);
  });

  it("refuses webhooks without a public address, and one without TLS for Telegram itself", () => {
    const webhook = { botToken, mode: "webhook", webhookSecret: webhookSecret("s") };
    expect(problems(webhook)[0]).to.match(/^publicUrl is needed/);
    expect(problems({ ...webhook, publicUrl: "http://gw.example" })[0]).to.match(/^publicUrl must be https/);
    expect(problems({ ...webhook, publicUrl: "http://gw.example", apiRoot: "https://api.telegram.org/" })[0]).to.match(/^publicUrl must be https/);
    expect(problems({ ...webhook, publicUrl: "http://10.0.0.2:8080", apiRoot: "http://bot-api:8081" })).to.deep.equal([]);
    expect(problems({ ...webhook, publicUrl: "ftp://x" })[0]).to.match(/^publicUrl must be an http/);
  });

  it("puts the instance into the address of the webhook, with one slash", () => {
    const given = { id: "support", botToken, mode: "webhook", webhookSecret: webhookSecret("s"), publicUrl: "https://gw.example/chat/" };
    expect(compile(config.parse(given)).webhook?.url).to.equal("https://gw.example/chat/webhooks/telegram/support");
  });
});
