import { expect } from "chai";
import { engineConfig, fingerprint } from "./engine-config.js";
import { engineEnvironment } from "./environment.js";

const setup = {
  providers: [
    {
      id: "local",
      name: "Local",
      npm: "@ai-sdk/openai-compatible",
      models: [{ id: "m", name: "M", attachments: true, reasoning: false, tools: true, context: 9_000 }],
    },
  ],
  defaultModel: { provider: "local", model: "m" },
};
const relay = { url: (provider: string) => `http://127.0.0.1:1/${provider}`, token: "tok" };

describe("an engine's settings", () => {
  const config = JSON.parse(JSON.stringify(engineConfig(setup, { bash: "ask" }, relay)));

  it("know our addresses and our token only", () => {
    expect(config.provider.local.options).to.deep.include({ baseURL: "http://127.0.0.1:1/local", apiKey: "tok" });
    expect(config.enabled_providers).to.deep.equal(["local"]);
    expect(config.model).to.equal("local/m");
  });

  it("let a model be silent for as long as it likes", () => {
    expect(config.provider.local.options).to.deep.include({ timeout: false, headerTimeout: false });
    expect(config.provider.local.options.chunkTimeout)
      .to.be.greaterThan(24 * 3_600_000)
      .and.lessThan(2 ** 31);
  });

  it("share nothing, update nothing and load nothing", () => {
    expect(config).to.include({ share: "disabled", autoupdate: false, lsp: false });
    expect(config.plugin).to.deep.equal([]);
    expect(config.mcp).to.deep.equal({});
  });

  it("say what is known of a model, and nothing that is not", () => {
    expect(config.provider.local.models.m).to.deep.include({
      limit: { context: 9_000, output: 8_192 },
      modalities: { input: ["text", "image", "pdf"], output: ["text"] },
    });
  });

  it("have another fingerprint when anything changes", () => {
    expect(fingerprint(setup)).to.equal(fingerprint(structuredClone(setup)));
    expect(fingerprint({ ...setup, defaultModel: undefined })).to.not.equal(fingerprint(setup));
  });
});

describe("an engine's environment", () => {
  it("is what the host lets through, a home of its own, and no proxy on loopback", () => {
    const env = engineEnvironment({
      host: { PATH: "/bin", LANG: "C" },
      home: "/data/home",
      configFile: "/data/home/config.json",
      modelsFile: "/data/home/models.json",
      password: "pw",
      programs: "/rg/bin",
      mark: { name: "MARK", value: "m" },
    });
    expect(env).to.include({ LANG: "C", HOME: "/data/home", XDG_DATA_HOME: "/data/home/data", OPENCODE_SERVER_PASSWORD: "pw", MARK: "m" });
    expect(env.PATH).to.equal("/rg/bin:/bin");
    expect(env.NO_PROXY).to.include("127.0.0.1");
    expect(Object.keys(env).filter((name) => /KEY|TOKEN|SECRET/.test(name))).to.deep.equal([]);
    expect(env).to.include({ OPENCODE_DISABLE_PROJECT_CONFIG: "1", OPENCODE_DISABLE_MODELS_FETCH: "1", OPENCODE_DISABLE_SHARE: "1" });
  });
});
