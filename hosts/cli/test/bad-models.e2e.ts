import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { newId } from "@open-cowork/shared";
import { expect } from "chai";
import { CloudProcess, endsOf, textsOf, until } from "./cloud-process.js";

/** Answers of servers that are no model, or a broken one. */
const ANSWERS: Record<string, { type: string; body: string[]; cut?: boolean }> = {
  "an empty stream": { type: "text/event-stream", body: [] },
  "a web page": { type: "text/html", body: ["<html>hi</html>"] },
  "a stream that is no JSON": { type: "text/event-stream", body: ["data: {not json\n\n"] },
  "a stream that breaks off each time": {
    type: "text/event-stream",
    body: [
      `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta: { role: "assistant", content: "half an" }, finish_reason: null }] })}\n\n`,
    ],
    cut: true,
  },
};

describe("a model server that misbehaves", function () {
  this.timeout(240_000);
  let cloud: CloudProcess;
  let server: Server;
  let answer: (typeof ANSWERS)[string] | undefined;
  let asked = 0;

  before(async () => {
    const good = {
      id: "1",
      object: "chat.completion.chunk",
      created: 1,
      model: "m",
      choices: [{ index: 0, delta: { content: "ready" }, finish_reason: "stop" }],
    };
    server = createServer((request, response) => {
      request.resume();
      if (request.url?.endsWith("/models")) return void response.setHeader("content-type", "application/json").end(JSON.stringify({ data: [{ id: "m" }] }));
      asked += 1;
      const { type, body, cut } = answer ?? { type: "text/event-stream", body: [`data: ${JSON.stringify(good)}\n\n`, "data: [DONE]\n\n"] };
      response.setHeader("content-type", type).flushHeaders();
      for (const chunk of body) response.write(chunk);
      if (cut) setTimeout(() => response.destroy(), 50);
      else response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cloud = await (await CloudProcess.create()).start();
    await cloud.client.models.save({
      kind: "openai-compatible",
      name: "Odd",
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
      key: "k",
    });
  });
  after(async () => {
    await cloud?.remove();
    server?.closeAllConnections();
    server?.close();
  });

  for (const [name, odd] of Object.entries(ANSWERS)) {
    it(`ends the run in plain words after ${name}, and does not ask without end`, async () => {
      answer = odd;
      asked = 0;
      const { id } = await cloud.client.sessions.create({ title: "" });
      const feed = cloud.follow(id);
      await cloud.client.sessions.command(id, { kind: "prompt", id: newId(), text: "Hello" });
      const view = await until(feed, (v) => endsOf(v).length === 1, "the end", 150_000);
      const { state, error } = Object.values(view.runs)[0]!;
      expect(state).to.equal("failed");
      expect(error!.code).to.match(/^model\./);
      expect(error!.message)
        .to.match(/^[A-Z].*[.!]?$/s)
        .and.not.match(/at .*:\d+:\d+|undefined|\[object/);
      expect(textsOf(view).join("").length, textsOf(view).join("|")).to.be.at.most("half an".length);
      expect(asked).to.be.lessThan(15);
      feed.close();
    });
  }
});
