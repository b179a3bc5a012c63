import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { formatProblem } from "@open-cowork/core/host";
import { expect } from "chai";
import { environmentSecrets } from "../plugin-set.js";
import { readConfig } from "./load.js";

const ENOUGH = {
  OPEN_COWORK_CLOUD_URL: "https://cowork.example.org",
  OPEN_COWORK_GATEWAY_TOKEN: "oct_one",
  OPEN_COWORK_GATEWAY_ADMIN_TOKEN: "sixteen-letters-",
};

describe("config of the channel gateway", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), "oc-gateway-config-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (name: string, value: unknown) => writeFileSync(path.join(directory, name), JSON.stringify(value));
  const read = (env: Record<string, string> = ENOUGH, flags = {}) =>
    readConfig({ env, flags, cwd: directory, resolvers: [environmentSecrets({ env })], managed: path.join(directory, "managed.json") });
  const problems = (env?: Record<string, string>) => read(env).problems.map(formatProblem);
  const providers = (env?: Record<string, string>) =>
    read(env)
      .plugins?.filter(({ path: at }) => at[1] === "providers")
      .map(({ entry: { use, id, config } }) => ({ use, id, config }));

  it("needs nothing but three variables", () => {
    const { loaded } = read();
    expect(loaded?.gateway.listen).to.deep.equal({ host: "127.0.0.1", port: 7380 });
    expect(loaded?.gateway.cloud.url).to.equal("https://cowork.example.org");
    expect(loaded?.gateway.cloud.token.reveal()).to.equal("oct_one");
    expect(loaded?.gateway.adminToken.reveal()).to.equal("sixteen-letters-");
  });

  it("names the variables that are missing, all of them", () => {
    expect(problems({})).to.have.length(3);
    for (const name of Object.keys(ENOUGH)) expect(problems({}).join("\n")).to.include(`{env:${name}} is not set`);
  });

  it("lets variables win over the file, and flags over variables", () => {
    write("open-cowork.config.json", {
      gateway: { listen: { port: 1 }, cloud: { url: "http://file", token: "{file:./token}" }, nodeId: "file", publicUrl: "https://file" },
    });
    writeFileSync(path.join(directory, "token"), "of the file\n");
    write("managed.json", { gateway: { listen: { host: "127.0.0.3" } } });
    expect(read({ ...ENOUGH, OPEN_COWORK_CLOUD_URL: "", OPEN_COWORK_GATEWAY_TOKEN: "" }).loaded?.gateway.cloud.token.reveal()).to.equal("of the file");
    const env = {
      ...ENOUGH,
      OPEN_COWORK_GATEWAY_HOST: "127.0.0.2",
      OPEN_COWORK_GATEWAY_PORT: "2",
      OPEN_COWORK_GATEWAY_NODE_ID: "n",
      OPEN_COWORK_GATEWAY_PUBLIC_URL: "https://v",
    };
    const { gateway } = read(env).loaded!;
    expect(gateway).to.deep.include({ listen: { host: "127.0.0.2", port: 2 }, nodeId: "n", publicUrl: "https://v" });
    expect(gateway.cloud.token.reveal()).to.equal("oct_one");
    expect(read(env, { port: 3 }).loaded?.gateway.listen.port).to.equal(3);
    expect(read(ENOUGH).loaded?.gateway.listen.host).to.equal("127.0.0.3");
  });

  it("says which variable does not fit, and never what a secret holds", () => {
    const wrong = { OPEN_COWORK_CLOUD_URL: "ftp://x", OPEN_COWORK_GATEWAY_TOKEN: " ", OPEN_COWORK_GATEWAY_ADMIN_TOKEN: "canary" };
    const found = problems({ ...wrong, OPEN_COWORK_GATEWAY_PORT: "http", OPEN_COWORK_GATEWAY_NODE_ID: "a.b" }).join("\n");
    for (const at of ["gateway.cloud.url", "gateway.cloud.token", "gateway.adminToken", "gateway.listen.port", "gateway.nodeId"])
      expect(found).to.include(`${at}: `);
    expect(found).to.include("(from OPEN_COWORK_GATEWAY_ADMIN_TOKEN)").and.not.include("canary");
  });

  it("takes no secret that is written out", () => {
    write("open-cowork.config.json", { gateway: { cloud: { token: "oct_canary" }, adminToken: "canary-canary-canary" } });
    const found = problems({ OPEN_COWORK_CLOUD_URL: "https://a" }).join("\n");
    expect(found)
      .to.match(/cloud\.token: is a secret written out/)
      .and.match(/adminToken: is a secret written out/);
    expect(found).not.to.include("canary");
  });

  it("makes an instance of a variable, unless the file has that provider", () => {
    const env = { ...ENOUGH, OPEN_COWORK_GATEWAY_TELEGRAM_BOT_TOKEN: "1:a", OPEN_COWORK_GATEWAY_WEBHOOK_SHARED_SECRET: "whsec" };
    const telegram = { use: "provider-telegram", id: "telegram:default", config: { id: "default", botToken: "{env:OPEN_COWORK_GATEWAY_TELEGRAM_BOT_TOKEN}" } };
    expect(providers(env)?.[0]).to.deep.equal(telegram);
    expect(providers(env)).to.have.length(2);
    expect(providers()).to.deep.equal([]);
    write("open-cowork.config.json", { gateway: { providers: { telegram: [{ id: "support", botToken: "{env:MINE}" }], slack: [] } } });
    expect(providers(env)?.map(({ id }) => id)).to.have.members(["telegram:support", "webhook:default"]);
    write("open-cowork.config.json", { gateway: { providers: { "@open-cowork/provider-telegram": [{ id: "support" }] } } });
    expect(providers(env)?.map(({ id }) => id)).to.have.members(["telegram:support", "webhook:default"]);
    write("open-cowork.config.json", { gateway: { providers: { telegram: [] } } });
    expect(providers(env)?.map(({ id }) => id)).to.deep.equal(["webhook:default"]);
  });

  it("makes a plugin of each instance, with everything that is written of it", () => {
    write("open-cowork.config.json", {
      gateway: {
        providers: {
          telegram: [{ id: "a", mode: "polling" }, { id: "b" }],
          "@acme/open-cowork-provider-matrix": [{ id: "ops", room: "{env:NOT_SET}" }],
          "./plugins/irc": [{ id: "x" }],
        },
      },
    });
    expect(providers()).to.deep.equal([
      { use: "provider-telegram", id: "telegram:a", config: { id: "a", mode: "polling" } },
      { use: "provider-telegram", id: "telegram:b", config: { id: "b" } },
      { use: "@acme/open-cowork-provider-matrix", id: "matrix:ops", config: { id: "ops", room: "{env:NOT_SET}" } },
      { use: "./plugins/irc", id: "irc:x", config: { id: "x" } },
    ]);
    expect(problems()).to.deep.equal([]);
  });

  it("refuses instances without a name, with one that is none, and two of one name", () => {
    write("open-cowork.config.json", { gateway: { providers: { telegram: [{ id: "a" }, { id: "a" }], slack: [{}], email: [{ id: "Ä" }], fake: {} } } });
    const found = problems().join("\n");
    for (const at of ["slack[0].id", "email[0].id", "fake"]) expect(found).to.include(`gateway.providers.${at}: `);
    write("open-cowork.config.json", { gateway: { providers: { telegram: [{ id: "a" }, { id: "a" }] } } });
    expect(problems()).to.deep.equal(['gateway.providers.telegram[1].id: "a" names another instance already. Give each its own']);
  });

  it("leaves sections of other hosts alone", () => {
    write("open-cowork.config.json", { cloud: { listen: { port: "{env:NOT_SET}" } }, standaloneGateway: { database: { url: "x" } } });
    expect(problems()).to.deep.equal([]);
  });

  for (const [what, gateway, env, at, next] of [
    ["its mode", { mode: "standalone-gateway" }, {}, "gateway.mode", "open-cowork-gateway-standalone"],
    ["the mode of Cloud", { mode: "cloud" }, {}, "gateway.mode", "open-cowork start"],
    ["a database", { database: { url: "{env:NOT_SET}" } }, {}, "gateway.database", "open-cowork-gateway-standalone"],
    ["storage", { storage: "postgres://x" }, {}, "gateway.storage", "open-cowork-gateway-standalone"],
    ["OpenCode", { opencode: { url: "http://127.0.0.1:4096" } }, {}, "gateway.opencode", "open-cowork-gateway-standalone"],
    [
      "a variable of it",
      {},
      { OPEN_COWORK_STANDALONE_GATEWAY_DATABASE_URL: "x" },
      "OPEN_COWORK_STANDALONE_GATEWAY_DATABASE_URL",
      "open-cowork-gateway-standalone",
    ],
    ["a database variable", {}, { OPEN_COWORK_GATEWAY_DATABASE_URL: "x" }, "OPEN_COWORK_GATEWAY_DATABASE_URL", "open-cowork-gateway-standalone"],
    ["an OpenCode variable", {}, { OPEN_COWORK_GATEWAY_OPENCODE_URL: "x" }, "OPEN_COWORK_GATEWAY_OPENCODE_URL", "open-cowork-gateway-standalone"],
  ] as const) {
    it(`is not another product that ${what} asks for, and names its program`, () => {
      write("open-cowork.config.json", { gateway });
      const outcome = read({ ...ENOUGH, ...env });
      expect(outcome.loaded).to.equal(undefined);
      expect(outcome.problems.map(({ path: found }) => found)).to.deep.equal([at]);
      expect(outcome.problems[0]?.hint).to.include(next);
    });
  }

  it("knows its own mode, and says which there is", () => {
    write("open-cowork.config.json", { gateway: { mode: "cloud-channel-gateway" } });
    expect(problems()).to.deep.equal([]);
    write("open-cowork.config.json", { gateway: { mode: "fancy" } });
    expect(problems().join()).to.include("gateway.mode").and.include("Write one of: cloud-channel-gateway");
  });
});
