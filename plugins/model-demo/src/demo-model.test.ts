import { FixedClock } from "@open-cowork/core/testing";
import { expect } from "chai";
import { DemoModel } from "./demo-model.js";

const TOOLS = ["bash", "read", "write", "edit", "glob", "todowrite", "question", "task"].map((name) => ({
  type: "function",
  function: { name, parameters: {} },
}));
const system = { role: "system", content: "You help.\n  Working directory: /work/here\n" };

describe("the demo model", () => {
  const model = new DemoModel({ clock: new FixedClock(), wordMs: 0 });
  const ask = async (body: unknown, signal = new AbortController().signal) => {
    const answer = await model.handle({ path: "/chat/completions", body, signal });
    let text = "";
    for await (const chunk of answer.body) text += chunk;
    return { ...answer, text };
  };
  const request = (messages: unknown[], more: Record<string, unknown> = {}) => ({
    model: "demo",
    stream: true,
    tools: TOOLS,
    messages: [system, ...messages],
    ...more,
  });
  const deltas = (text: string) =>
    text
      .split("\n\n")
      .filter((line) => line.startsWith("data: {"))
      .map((line) => JSON.parse(line.slice(6)) as { choices: { delta: Record<string, unknown>; finish_reason: string | null }[]; usage?: unknown });
  const calls = (text: string) =>
    deltas(text).flatMap(({ choices }) => (choices[0]?.delta.tool_calls as { function: { name: string; arguments: string } }[]) ?? []);
  const said = (text: string) =>
    deltas(text)
      .map(({ choices }) => choices[0]?.delta.content ?? "")
      .join("");

  it("says that it is a demo and what it can show", async () => {
    const { text, contentType } = await ask(request([{ role: "user", content: "Hello" }]));
    expect(contentType).to.equal("text/event-stream");
    expect(said(text)).to.include("demo model").and.to.include("Run a command");
    expect(text.endsWith("data: [DONE]\n\n")).to.equal(true);
    expect(deltas(text).at(-1)!.choices[0]!.finish_reason).to.equal("stop");
  });

  for (const [prompt, tool] of [
    ["Please run a command", "bash"],
    ["Write a file and edit it", "write"],
    ["Look around in the folder", "glob"],
    ["Make a plan", "todowrite"],
    ["Ask me a question", "question"],
    ["Delegate to a sub-agent", "task"],
  ] as const) {
    it(`plays "${prompt}" with the tool ${tool} to its end`, async () => {
      const messages: unknown[] = [{ role: "user", content: prompt }];
      const used: string[] = [];
      for (let round = 0; round < 8; round++) {
        const { text } = await ask(request(messages));
        const made = calls(text);
        if (made.length === 0) {
          expect(said(text)).to.not.equal("");
          expect(used[0]).to.equal(tool);
          return;
        }
        for (const { function: call } of made) {
          used.push(call.name);
          expect(() => JSON.parse(call.arguments)).to.not.throw();
        }
        messages.push({ role: "assistant", content: said(text), tool_calls: made }, ...made.map(() => ({ role: "tool", content: "It worked." })));
      }
      expect.fail("the scene never ended");
    });
  }

  it("writes into the folder that the engine named", async () => {
    const { text } = await ask(request([{ role: "user", content: "Write a file" }]));
    expect(JSON.parse(calls(text)[0]!.function.arguments)).to.include({ filePath: "/work/here/hello.md" });
  });

  it("does not call tools that it was not offered", async () => {
    const { text } = await ask(request([{ role: "user", content: "Run a command" }], { tools: [] }));
    expect(calls(text)).to.deep.equal([]);
    expect(said(text)).to.include("not available");
  });

  it("answers without a stream, names threads and lists itself", async () => {
    const { text } = await ask(request([{ role: "user", content: "Hi" }], { stream: false }));
    expect((JSON.parse(text) as { choices: { message: { content: string } }[] }).choices[0]!.message.content).to.include("demo model");
    const title = await ask({
      stream: true,
      messages: [
        { role: "system", content: "You are a title generator." },
        { role: "user", content: "My invoices\nmore" },
      ],
    });
    expect(said(title.text)).to.equal("My invoices");
    const models = await model.handle({ path: "/models", body: undefined, signal: new AbortController().signal });
    for await (const chunk of models.body) expect(JSON.parse(chunk)).to.have.nested.property("data[0].id", "demo");
  });

  it("counts what it used when asked to", async () => {
    const { text } = await ask(request([{ role: "user", content: "Hi" }], { stream_options: { include_usage: true } }));
    expect(deltas(text).at(-1)!.usage).to.have.keys("prompt_tokens", "completion_tokens", "total_tokens");
  });

  it("refuses what is not a request, and stops when nobody listens", async () => {
    for (const bad of [undefined, null, 7, {}, { messages: [] }, { messages: "hi" }]) expect((await ask(bad)).status).to.equal(400);
    expect((await model.handle({ path: "/elsewhere", body: {}, signal: new AbortController().signal })).status).to.equal(404);
    const gone = new AbortController();
    gone.abort();
    expect((await ask(request([{ role: "user", content: "Hi" }]), gone.signal)).text).to.not.include("[DONE]");
  });
});
