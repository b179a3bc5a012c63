import { isSecret, type Secret, secret } from "@open-cowork/shared";
import { expect } from "chai";
import { z } from "zod";
import type { SecretResolver } from "../../secrets/ports.js";
import { formatProblem } from "../problem.js";
import { mergeLayers } from "./layers.js";
import { validateConfig } from "./validate.js";

const ENV: Record<string, string> = { KEY: "s3cret", PORT: "8080", ON: "true", TRICK: "{env:KEY}", EMPTY: "" };
const resolver: SecretResolver = {
  schemes: ["env", "file"],
  resolve: (scheme, name, base) => (scheme === "env" ? ENV[name] : name === "token" ? `from ${base}` : undefined),
};
const schema = z.strictObject({
  name: z.string().optional(),
  port: z.number().int().min(1).optional(),
  on: z.boolean().optional(),
  mode: z.enum(["polling", "webhook"]).optional(),
  key: secret().optional(),
  url: z.union([z.literal("embedded"), secret()]).default("embedded"),
  nested: z.array(z.strictObject({ token: secret() })).optional(),
  rest: z.record(z.string(), z.unknown()).optional(),
});

function check(value: unknown, opaque: "fill" | "leave" = "fill") {
  const { origin } = mergeLayers([{ source: "my.json", value, base: "/srv" }]);
  const checked = validateConfig(value, schema, [], { resolvers: [resolver], origin, opaque });
  return { value: checked.value as z.output<typeof schema>, problems: checked.problems.map(formatProblem) };
}

describe("config values", () => {
  it("fills in references, alone and inside text, with defaults", () => {
    expect(check({ name: "{env:PORT}/{env:NOPE:-fallback}" }).value.name).to.equal("8080/fallback");
    expect(check({ name: "{env:NOPE:-}" }).value.name).to.equal("");
    expect(check({ name: "{env:EMPTY:-not used}" }).value.name).to.equal("");
    expect(check({ name: "{file:token}" }).value.name).to.equal("from /srv");
  });

  it("never looks at a filled-in value again", () => {
    expect(check({ name: "{env:TRICK}" }).value.name).to.equal("{env:KEY}");
  });

  it("leaves other braces alone", () => {
    expect(check({ name: "{a} {{x}} {vault:y} {}" }).value.name).to.equal("{a} {{x}} {vault:y} {}");
  });

  it("turns references into numbers and booleans where the schema wants those", () => {
    expect(check({ port: "{env:PORT}", on: "{env:ON}" }).value).to.include({ port: 8080, on: true });
    expect(check({ port: "{env:KEY}" }).problems[0]).to.match(/^port: invalid input: expected number/);
  });

  it("makes a Secret of a reference in a secret field, named by its path", () => {
    const { value } = check({ key: "{env:KEY}", nested: [{ token: "{env:KEY}" }] });
    expect(isSecret(value.key) && value.key.reveal()).to.equal("s3cret");
    expect(String(value.nested?.[0]?.token)).to.equal("[secret nested[0].token]");
  });

  it("refuses a secret written out, also as the default of a reference, and says what to write", () => {
    const hint = "Write {env:NAME}, {file:path} or {secret:name} and keep the value outside this file";
    expect(check({ key: "sk-live" }).problems).to.deep.equal([`key: is a secret written out in the config (from my.json). ${hint}`]);
    expect(check({ key: "{env:NOPE:-sk-live}" }).problems).to.deep.equal([`key: is a secret written out in the config (from my.json). ${hint}`]);
    expect(check({ nested: [{ token: "abc" }] }).problems[0]).to.match(/^nested\[0\]\.token: is a secret written out/);
    expect(JSON.stringify(check({ key: "sk-live" }))).not.to.contain("sk-live");
  });

  it("lets a harmless word stand where the schema names it beside the secret", () => {
    expect(check({ url: "{env:NOPE:-embedded}" }).value.url).to.equal("embedded");
    expect((check({ url: "{env:KEY}" }).value.url as Secret).reveal()).to.equal("s3cret");
    expect(check({ url: "postgres://u:p@h/d" }).problems[0]).to.contain("is a secret written out");
  });

  it("names the variable or file that is not set, and kinds of references it cannot resolve", () => {
    expect(check({ name: "{env:NOPE}" }).problems).to.deep.equal([
      "name: {env:NOPE} is not set (from my.json). Set the variable NOPE, or give a default: {env:NOPE:-value}",
    ]);
    expect(check({ key: "{file:gone}" }).problems[0])
      .to.contain("{file:gone} is not set")
      .and.contain("Create the file gone");
    expect(check({ key: "{secret:db}" }).problems[0]).to.contain("this host cannot resolve {secret:db}");
  });

  it("reports all problems at once with a hint", () => {
    const { problems } = check({ nam: "x", port: 0, mode: "pull", key: "literal", rest: 4, nested: [{ token: "{env:NOPE}" }] });
    expect(problems).to.have.length(6);
    expect(problems.join("\n"))
      .to.contain("nam: is not a known option (from my.json). Did you mean name?")
      .and.contain("port: too small: expected number to be >=1 (from my.json). At least 1")
      .and.contain("Write one of: polling, webhook");
  });

  it("leaves what the schema does not describe to whoever does", () => {
    expect(check({ rest: { deep: "{env:NOPE}" } }, "leave").value.rest).to.deep.equal({ deep: "{env:NOPE}" });
    expect(check({ rest: { deep: "{env:KEY}" } }).value.rest).to.deep.equal({ deep: "s3cret" });
  });

  it("survives input of every wrong shape", () => {
    for (const wrong of [undefined, null, 7, "text", [], [[]], { nested: "x" }, { nested: [null] }, { rest: { a: [null, { b: "{env:" }] } }]) {
      expect(() => check(wrong)).not.to.throw();
    }
  });
});
