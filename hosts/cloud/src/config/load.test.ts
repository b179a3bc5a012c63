import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { type LoadOptions, readConfig } from "./load.js";

describe("cloud config", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), "kernel-config-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (name: string, value: unknown) => {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(value));
    return file;
  };
  const read = (over: Partial<LoadOptions> = {}) => readConfig({ env: {}, cwd: directory, resolvers: [], managed: path.join(directory, "absent"), ...over });

  it("runs on defaults where there is no file", () => {
    const { loaded, plugins } = read();
    expect(loaded).to.include({ file: undefined, dataDir: path.join(homedir(), ".open-cowork") });
    expect(loaded?.cloud.listen).to.deep.equal({ host: "127.0.0.1", port: 7370 });
    expect(plugins?.every(({ byDefault }) => byDefault)).to.equal(true);
  });

  it("finds the nearest file upwards, unless one is named", () => {
    const file = write("open-cowork.config.json", { branding: { name: "Near" } });
    const other = write("other.json", { branding: { name: "Named" } });
    const deep = path.join(directory, "a", "b");
    expect(read({ cwd: deep }).loaded).to.deep.include({ file, branding: { name: "Near" } });
    expect(read({ env: { OPEN_COWORK_CONFIG: other } }).loaded?.branding.name).to.equal("Named");
    expect(read({ env: { OPEN_COWORK_CONFIG: other }, config: file }).loaded?.branding.name).to.equal("Near");
  });

  it("lets flags win over variables, these over the administrator's file, and that over one's own", () => {
    write("open-cowork.config.json", { cloud: { listen: { host: "127.0.0.1", port: 1 }, roles: ["web"] } });
    const managed = write("managed.json", { cloud: { listen: { port: 2, host: "127.0.0.2" }, roles: ["worker"] } });
    const env = { OPEN_COWORK_CLOUD_PORT: "3" };
    expect(read({ managed }).loaded?.cloud.listen).to.deep.equal({ host: "127.0.0.2", port: 2 });
    expect(read({ managed, env }).loaded?.cloud.listen.port).to.equal(3);
    const { loaded } = read({ managed, env, flags: { port: 4 } });
    expect(loaded?.cloud.listen).to.deep.equal({ host: "127.0.0.2", port: 4 });
    expect(loaded?.merged.origin(["cloud", "listen", "port"])?.source).to.equal("--port");
    expect(loaded?.cloud.roles).to.deep.equal(["worker"]);
  });

  it("starts relative data directories where they were written, and knows the home directory", () => {
    const config = write("conf/open-cowork.config.json", { cloud: { dataDir: "./data" } });
    expect(read({ config }).loaded?.dataDir).to.equal(path.join(directory, "conf", "data"));
    expect(read({ config, env: { OPEN_COWORK_DATA_DIR: "data" } }).loaded?.dataDir).to.equal(path.join(directory, "data"));
    expect(read({ config, flags: { dataDir: "~/elsewhere" } }).loaded?.dataDir).to.equal(path.join(homedir(), "elsewhere"));
  });

  it("leaves out disabled plugins and knows which ones somebody asked for", () => {
    write("open-cowork.config.json", {
      cloud: { plugins: [{ use: "model-demo", enabled: false }, { use: "@open-cowork/http-api", config: { a: 1 } }, { use: "./mine" }] },
    });
    const plugins = read().plugins ?? [];
    const uses = plugins.map(({ entry }) => entry.use);
    expect(uses).not.to.include("model-demo");
    expect(plugins.filter(({ byDefault }) => !byDefault).map(({ entry }) => entry.use)).to.deep.equal(["@open-cowork/http-api", "./mine"]);
    expect(uses.filter((use) => use.includes("http-api"))).to.have.length(1);
  });

  it("leaves sections of other hosts alone", () => {
    write("open-cowork.config.json", { gateway: { cloud: { token: "{env:NOT_SET}" } } });
    expect(read().problems).to.deep.equal([]);
  });

  it("still names the plugins when another part of the file is wrong", () => {
    write("open-cowork.config.json", { cloud: { roles: [], plugins: [{ use: "./mine" }] } });
    const { loaded, plugins, problems } = read();
    expect(loaded).to.equal(undefined);
    expect(problems.map(({ path: at }) => at)).to.deep.equal(["cloud.roles"]);
    expect(plugins?.map(({ entry }) => entry.use)).to.include("./mine");
  });
});
