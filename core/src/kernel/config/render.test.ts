import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { parseJsonc } from "./jsonc.js";
import { mergeLayers } from "./layers.js";
import { effectiveSettings, renderConfig } from "./render.js";

describe("effective config", () => {
  const value = { port: 1, host: "::1", key: new Secret("s3cret", "key"), url: "postgres://app:pa55@db/x", list: [{ use: "a" }], none: {} };
  const merged = mergeLayers([{ source: "file", value: { port: 1, list: [{ use: "a" }], key: "{env:KEY}" } }]);

  it("shows secrets and passwords in addresses as placeholders", () => {
    const text = JSON.stringify(renderConfig(value));
    expect(text).to.contain('"key":"[secret]"').and.contain("postgres://app:***@db/x");
    expect(text).not.to.match(/s3cret|pa55/);
  });

  it("lists every value with its source, and the reference that brought it in", () => {
    expect(effectiveSettings(value, merged)).to.deep.equal([
      { path: "port", value: 1, source: "file" },
      { path: "host", value: "::1", source: "default" },
      { path: "key", value: "[secret]", source: "file {env:KEY}" },
      { path: "url", value: "postgres://app:***@db/x", source: "default" },
      { path: "list[0].use", value: "a", source: "file" },
      { path: "none", value: {}, source: "default" },
    ]);
  });
});

describe("JSON with comments", () => {
  it("reads comments and trailing commas", () => {
    expect(parseJsonc('// hi\n{ "a": [1, /* two */ 2,], }', "f").value).to.deep.equal({ a: [1, 2] });
  });

  it("finds every syntax error with line and column", () => {
    const { problems } = parseJsonc("{\n  'a': 1,\n  \"b\": }\n", "f.json");
    expect(problems.map(({ path }) => path))
      .to.include("f.json:2:3")
      .and.include("f.json:3:8");
    expect(problems[0]?.hint).to.equal("Strings need double quotes");
  });

  it("reports an empty file instead of failing", () => {
    expect(parseJsonc("", "f.json").problems).to.have.length(1);
  });
});
