import { expect } from "chai";
import { prompt, ScriptedModelServer } from "./model-server.js";

async function ask(server: ScriptedModelServer, content: string, more: Record<string, unknown> = {}, key = "none"): Promise<Response> {
  return fetch(`${server.url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: "scripted", stream: true, messages: [{ role: "user", content }], ...more }),
  });
}

function deltas(body: string): Record<string, unknown>[] {
  return body
    .split("\n\n")
    .filter((frame) => frame.startsWith("data: {"))
    .map((frame) => JSON.parse(frame.slice(6)).choices[0]?.delta)
    .filter(Boolean);
}

describe("ScriptedModelServer", () => {
  let server: ScriptedModelServer;
  beforeEach(async () => {
    server = await ScriptedModelServer.start({ key: "none" });
  });
  afterEach(() => server.close());

  it("streams the text of the script in the prompt token by token and keeps every space", async () => {
    const text = "  two  words,\n\nand a line ";
    const body = await (await ask(server, prompt("hi", [{ text }]))).text();
    expect(deltas(body).map((delta) => delta.content ?? "")).to.have.length.greaterThan(4);
    expect(
      deltas(body)
        .map((delta) => delta.content ?? "")
        .join(""),
    ).to.equal(text);
    expect(body).to.match(/data: \[DONE\]\n\n$/);
  });

  it("answers the tool results of a prompt with its second round", async () => {
    const said = prompt("hi", [{ tool: "bash", input: { command: "ls" } }], [{ text: "second" }]);
    expect(JSON.stringify(deltas(await (await ask(server, said)).text()))).to.include("bash");
    const messages = [
      { role: "user", content: said },
      { role: "assistant", content: "", tool_calls: [] },
      { role: "tool", content: "file" },
    ];
    const second = await (await ask(server, "", { messages })).text();
    expect(second).to.include("second");
    expect(server.turns.map((request) => request.round)).to.deep.equal([0, 1]);
  });

  it("refuses another key and plays errors with retry-after", async () => {
    expect((await ask(server, "hi", {}, "wrong")).status).to.equal(401);
    const limited = await ask(server, prompt("hi", [{ status: 429, retryAfterSeconds: 3 }]));
    expect([limited.status, limited.headers.get("retry-after")]).to.deep.equal([429, "3"]);
  });

  it("holds an answer until it is released", async () => {
    const response = await ask(server, prompt("hi", [{ text: "one" }, { hold: "gate" }, { text: " two" }]));
    await server.received();
    server.release("gate");
    expect(await response.text()).to.include(" two");
  });

  it("cuts a stream without an end", async () => {
    const response = await ask(server, prompt("hi", [{ text: "one" }, { cut: true }]));
    const failure = await response.text().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(Error);
  });
});
