import type { RuntimeEvent } from "@open-cowork/core/sessions";
import { FixedClock } from "@open-cowork/core/testing";
import { expect } from "chai";
import type { Engine } from "../engine/engine.js";
import { applyEvent } from "../mapping/apply-event.js";
import type { EngineMessage } from "../mapping/schemas.js";
import { reconcile } from "./reconcile.js";
import { Thread } from "./thread.js";

const root = "ses_1";
const user = (id: string): EngineMessage => ({ info: { role: "user", id, sessionID: root }, parts: [] });
const assistant = (id: string, text: string, complete: boolean): EngineMessage => ({
  info: {
    role: "assistant",
    id,
    sessionID: root,
    providerID: "p",
    modelID: "m",
    summary: false,
    cost: 0,
    tokens: { input: 1, output: 1, reasoning: 0, cache: { read: 0, write: 0 } },
    finish: complete ? "stop" : undefined,
    time: { created: 1, completed: complete ? 2 : undefined },
  },
  parts: [
    { id: `prt_${id}`, messageID: id, sessionID: root, type: "text", text, time: { start: 1, end: complete ? 2 : undefined } },
    ...(complete ? [{ id: `end_${id}`, messageID: id, sessionID: root, type: "step-finish" }] : []),
  ],
});

describe("after a break of the live stream", () => {
  let events: RuntimeEvent[];
  let thread: Thread;
  let held: { messages: EngineMessage[]; status: Record<string, { type: string }>; permissions: object[] };

  beforeEach(() => {
    events = [];
    held = { messages: [], status: {}, permissions: [] };
    const client = {
      messages: async () => held.messages,
      status: async () => held.status,
      permissions: async () => held.permissions,
      questions: async () => [],
    };
    thread = new Thread("s", root, "/ws", {
      clock: new FixedClock(),
      contextLimit: () => undefined,
      allowed: () => false,
      setBack: () => undefined,
      ended: () => undefined,
    });
    thread.sink = (event) => events.push(event);
    const turn = thread.begin();
    thread.runIn({ client, turns: 0 } as unknown as Engine);
    thread.first = "msg_2";
    turn.giving("msg_2");
    applyEvent(thread.mapper, "message.updated", { info: user("msg_2").info });
    const live = assistant("msg_3", "", false);
    applyEvent(thread.mapper, "message.updated", { info: live.info });
    applyEvent(thread.mapper, "message.part.updated", { part: live.parts[0] });
    applyEvent(thread.mapper, "message.part.delta", { sessionID: root, messageID: "msg_3", partID: "prt_msg_3", field: "text", delta: "Hello" });
  });

  const kinds = () => events.map((event) => event.kind);

  it("a turn that has ended meanwhile ends here, with what was missed and nothing twice", async () => {
    held.messages = [user("msg_0"), assistant("msg_1", "an older answer", true), user("msg_2"), assistant("msg_3", "Hello world", true)];
    await reconcile(thread);
    expect(await thread.turn!.outcome).to.deep.equal({ state: "finished" });
    expect(kinds()).to.deep.equal(["message.started", "text.appended", "text.appended", "usage.recorded", "message.finished"]);
    expect(events[2]!.body).to.deep.include({ text: " world" });
    expect(thread.journal.gap).to.equal(true);
  });

  it("a turn that goes on goes on, although the engine has stored less than it has said", async () => {
    held.messages = [user("msg_2"), assistant("msg_3", "", false)];
    held.status = { [root]: { type: "busy" } };
    await reconcile(thread);
    expect(thread.busy).to.equal(true);
    expect(kinds()).to.deep.equal(["message.started", "text.appended"]);
  });

  it("requests that were missed are asked", async () => {
    held.messages = [user("msg_2"), assistant("msg_3", "Hello", false)];
    held.status = { [root]: { type: "busy" } };
    held.permissions = [{ id: "per_1", sessionID: root, permission: "bash", patterns: ["ls"], always: [], metadata: { command: "ls" } }];
    await reconcile(thread);
    await reconcile(thread);
    expect(kinds().filter((kind) => kind === "approval.requested")).to.have.length(1);
  });
});
