import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { environmentSecrets } from "./environment-secrets.js";

describe("secrets from the environment", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), "kernel-secrets-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  it("answers variables, also empty ones, and nothing for those that are not set", () => {
    const secrets = environmentSecrets({ env: { KEY: "v", EMPTY: "" } });
    expect(secrets.resolve("env", "KEY")).to.equal("v");
    expect(secrets.resolve("env", "EMPTY")).to.equal("");
    expect(secrets.resolve("env", "OTHER")).to.equal(undefined);
    expect(secrets.resolve("vault", "KEY")).to.equal(undefined);
  });

  it("reads files relative to the config, without their last line break", () => {
    writeFileSync(path.join(directory, "token"), "line one\nline two\n");
    const secrets = environmentSecrets({ env: { HOME: directory } });
    expect(secrets.resolve("file", "./token", directory)).to.equal("line one\nline two");
    expect(secrets.resolve("file", "~/token")).to.equal("line one\nline two");
    expect(secrets.resolve("file", "absent", directory)).to.equal(undefined);
    expect(secrets.resolve("file", ".", directory)).to.equal(undefined);
  });

  it("finds named secrets in the credential directories and never outside them", () => {
    writeFileSync(path.join(directory, "db"), "s3cret");
    const secrets = environmentSecrets({ env: { CREDENTIALS_DIRECTORY: directory } });
    expect(secrets.resolve("secret", "db")).to.equal("s3cret");
    expect(secrets.resolve("secret", `../${path.basename(directory)}/db`)).to.equal(undefined);
  });
});
