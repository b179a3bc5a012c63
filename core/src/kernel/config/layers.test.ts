import { expect } from "chai";
import { mergeLayers } from "./layers.js";

describe("config layers", () => {
  const file = { source: "file", value: { cloud: { listen: { port: 1 }, roles: ["web"] } }, base: "/etc" };

  it("merges objects by key and replaces lists, later wins", () => {
    const merged = mergeLayers([file, { source: "--port", value: { cloud: { listen: { port: 2 }, roles: ["worker"] } } }]);
    expect(merged.value).to.deep.equal({ cloud: { listen: { port: 2 }, roles: ["worker"] } });
  });

  it("knows where each value came from, and that nobody set a value", () => {
    const { origin } = mergeLayers([file, { source: "--port", value: { cloud: { listen: { port: 2 } } } }]);
    expect(origin(["cloud", "listen", "port"])?.source).to.equal("--port");
    expect(origin(["cloud", "roles", 0])).to.include({ source: "file", base: "/etc" });
    expect(origin(["cloud", "listen", "host"])).to.equal(undefined);
  });

  it("merges plugin entries by name, scope or not, and adds the rest", () => {
    const merged = mergeLayers([
      { source: "default", value: [{ use: "storage", config: { url: "embedded", pool: 4 } }, { use: "ui" }] },
      { source: "file", value: [{ use: "./mine" }, { use: "@open-cowork/storage", config: { pool: 8 } }] },
    ]);
    expect(merged.value).to.deep.equal([{ use: "@open-cowork/storage", config: { url: "embedded", pool: 8 } }, { use: "ui" }, { use: "./mine" }]);
    expect(merged.origin([0, "config", "url"])?.source).to.equal("default");
    expect(merged.origin([0, "config", "pool"])?.source).to.equal("file");
  });

  it("takes an empty list of plugins for nothing to add", () => {
    const plugins = [{ use: "storage-postgres" }, { use: "web-ui" }];
    const merged = mergeLayers([
      { source: "defaults", value: { cloud: { plugins } }, base: "/" },
      { source: "file", value: { cloud: { plugins: [] } }, base: "/" },
    ]);
    expect(merged.value).to.deep.equal({ cloud: { plugins } });
  });

  it("keeps instances of one plugin apart by id", () => {
    const merged = mergeLayers([
      { source: "a", value: [{ use: "hook", id: "one", config: { port: 1 } }] },
      {
        source: "b",
        value: [
          { use: "hook", id: "two" },
          { use: "hook", id: "one", config: { port: 2 } },
        ],
      },
    ]);
    expect(merged.value).to.deep.equal([
      { use: "hook", id: "one", config: { port: 2 } },
      { use: "hook", id: "two" },
    ]);
  });

  it("lets a later layer replace a structure by a value of another shape", () => {
    const merged = mergeLayers([file, { source: "over", value: { cloud: "off" } }]);
    expect(merged.value).to.deep.equal({ cloud: "off" });
    expect(merged.origin(["cloud", "listen", "port"])?.source).to.equal("over");
  });

  it("changes none of its inputs and no prototype", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}, "cloud": {"listen": {"port": 3}}}');
    const merged = mergeLayers([file, { source: "hostile", value: hostile }]);
    expect(file.value.cloud.listen.port).to.equal(1);
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    expect(Object.getPrototypeOf(merged.value)).to.equal(Object.prototype);
  });
});
