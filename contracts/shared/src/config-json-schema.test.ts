import { readFileSync } from "node:fs";
import { expect } from "chai";
import { configJsonSchema } from "./config-json-schema.js";

describe("config schema for editors", () => {
  const file = JSON.parse(readFileSync(new URL("../schema/open-cowork.config.schema.json", import.meta.url), "utf8"));

  it("is checked in as it would be generated now (npm run schema)", () => {
    expect(file).to.deep.equal(configJsonSchema());
  });

  it("describes the listen address and lets a reference stand for its port", () => {
    const { port, host } = file.properties.cloud.properties.listen.properties;
    expect(port.anyOf[0]).to.include({ type: "integer", maximum: 65_535 });
    expect("{env:PORT}").to.match(new RegExp(port.anyOf[1].pattern));
    expect(host).to.include({ type: "string", default: "127.0.0.1" });
  });

  it("wants secrets of the channel gateway as references, and nothing that a variable may give", () => {
    const gateway = file.properties.gateway;
    expect("{env:OPEN_COWORK_GATEWAY_ADMIN_TOKEN}").to.match(new RegExp(gateway.properties.adminToken.pattern));
    expect("a token written out").not.to.match(new RegExp(gateway.properties.adminToken.pattern));
    expect([gateway.required, gateway.properties.cloud.required]).to.deep.equal([undefined, undefined]);
    expect(gateway.properties.providers.additionalProperties.items.required).to.deep.equal(["id"]);
  });

  it("refuses names it does not know", () => {
    expect(file.additionalProperties).to.equal(false);
    expect(file.properties.cloud.additionalProperties).to.equal(false);
  });
});
