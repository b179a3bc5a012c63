import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import type { HealthReport, Log, LogFields } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import { ERROR_CODES, ERROR_KINDS, type ErrorCode, Secret } from "@open-cowork/shared";
import { expect } from "chai";
import plugin from "../src/plugin.js";

const TOKEN = "oct_canary_0123456789";
const HOME = {
  tenant: "t",
  actor: { kind: "token", id: "g", name: "Gateway" },
  credential: "c",
  product: "cloud",
  version: "1.2.3",
  limits: { attachmentBytes: 1 },
};

/** The plugin itself against a server that answers what the test says. */
describe("the health of the link", () => {
  let server: Server;
  let answer: ErrorCode | "ok" | "page" | "other" | "nothing";
  let asked: number;
  let clock: FixedClock;
  let logged: string[];
  let stop: () => void | Promise<void>;
  let check: () => Promise<HealthReport> | HealthReport;
  let url: string;

  beforeEach(async () => {
    [answer, asked, logged, clock] = ["ok", 0, [], new FixedClock()];
    server = createServer((req, res) => {
      asked++;
      expect(req.headers.authorization).to.equal(`Bearer ${TOKEN}`);
      if (answer === "nothing") return;
      if (answer === "page") return res.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome</h1>");
      if (answer === "other") return res.writeHead(200, { "content-type": "application/json" }).end("[]");
      const problem = answer === "ok" ? undefined : ERROR_CODES[answer];
      res.writeHead(problem ? ERROR_KINDS[problem[0]] : 200, { "content-type": "application/json" });
      res.end(JSON.stringify(problem ? { code: answer, detail: problem[1] } : HOME));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = { url, token: new Secret(TOKEN, "gateway.token") };
    const setup = await plugin.setup({
      deps: { clock, log: capturing(logged) },
      config,
      signal: new AbortController().signal,
      onStop: (callback) => (stop = callback),
      construct: (type) => new type(),
    });
    check = setup.contributes!.health![0]!.check;
  });
  afterEach(async () => {
    await stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(logged.join()).to.not.contain(TOKEN);
  });

  it("is ok with the version of Cloud, asked once for many probes", async () => {
    const all = await Promise.all([check(), check(), check()]);
    expect(all[0]).to.deep.equal({ state: "ok", detail: `Cloud 1.2.3 at ${url}.` });
    await check();
    expect(asked).to.equal(1);
    await clock.advance(2_000);
    await check();
    expect(asked).to.equal(2);
  });

  for (const [code, words] of [
    ["auth.invalid", /refuses the token of this gateway.*Make a token with the role gateway/],
    ["auth.forbidden", /its role may not serve channels/],
    ["request.route_unknown", /has no channels/],
    ["storage.unavailable", /The database cannot be reached/],
  ] as const)
    it(`has failed, with what to do, on ${code}`, async () => {
      answer = code;
      const report = await check();
      expect(report.state).to.equal("failed");
      expect(report.detail).to.match(words).and.contain(url).and.not.contain(TOKEN);
    });

  it("has failed where something else answers", async () => {
    answer = "page";
    expect((await check()).state).to.equal("failed");
    answer = "other";
    await clock.advance(2_000);
    expect((await check()).detail).to.contain("it is not Open Cowork Cloud");
  });

  it("has failed where nobody answers, in less time than a readiness check has", async function () {
    this.timeout(5_000);
    answer = "nothing";
    const from = performance.now();
    expect(await check()).to.deep.include({ state: "failed" });
    expect(performance.now() - from).to.be.below(2_000);
  });

  it("has failed where nobody is, comes back by itself, and says each change once in the log", async () => {
    await check();
    const port = (server.address() as AddressInfo).port;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    for (let i = 0; i < 3; i++) {
      await clock.advance(2_000);
      expect((await check()).detail).to.contain("cannot be reached");
    }
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    await clock.advance(2_000);
    expect((await check()).state).to.equal("ok");
    expect(logged.map((line) => line.split(" ")[0])).to.deep.equal(["cloud.reached", "cloud.away", "cloud.reached"]);
  });
});

function capturing(lines: string[]): Log {
  const write = (event: string, fields: LogFields = {}) => void lines.push(`${event} ${inspect(fields, { depth: 10 })}`);
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  return log;
}
