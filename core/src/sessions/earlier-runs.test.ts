import { emptyView, type SessionView } from "@open-cowork/shared";
import { expect } from "chai";
import { earlierRuns } from "./earlier-runs.js";

const base = { seq: 0, at: 0, rev: 0 };
const person = (run: string) => ({
  ...base,
  id: `p-${run}`,
  run,
  type: "person" as const,
  text: `Ask ${run}`,
  attachments: [],
  by: ACTOR,
  steered: false,
  command: "c",
});
const text = (run: string, said: string) => ({ ...base, id: `${run}-${said}`, run, type: "text" as const, message: `m-${run}`, text: said, done: true });
const ACTOR = { kind: "person" as const, id: "u", name: "U" };
const TOKENS = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 };

function view(states: Record<string, SessionView["runs"][string]["state"]>, blocks: SessionView["blocks"]): SessionView {
  const runs = Object.entries(states).map(([id, state]) => [id, { id, message: `p-${id}`, state, queuedAt: 0, tokens: TOKENS, cost: 0 }]);
  return { ...emptyView(), runs: Object.fromEntries(runs), blocks };
}
const said = (v: SessionView, run: string, options?: { goesOn?: boolean; runs?: number }) =>
  earlierRuns(v, run, options).map((earlier) => [earlier.message, ...earlier.said.map((piece) => ("text" in piece ? piece.text : piece.result))]);

describe("the runs before a prompt", () => {
  it("keep their words together where a prompt waited while another run was writing", () => {
    const blocks = [person("a"), text("a", "one"), person("b"), text("a", "two"), person("c"), text("b", "three")];
    expect(said(view({ a: "finished", b: "finished", c: "running" }, blocks), "c")).to.deep.equal([
      ["p-a", "Ask a", "one", "two"],
      ["p-b", "Ask b", "three"],
    ]);
  });

  it("are looked at no further back than is asked for", () => {
    const blocks = [person("a"), text("a", "one"), person("b"), text("a", "two"), text("b", "three"), person("c")];
    expect(said(view({ a: "finished", b: "finished", c: "running" }, blocks), "c", { runs: 1 })).to.deep.equal([["p-b", "Ask b", "three"]]);
  });

  it("leave out the prompt itself and those that wait behind it", () => {
    const blocks = [person("a"), person("b"), person("c")];
    expect(said(view({ a: "interrupted", b: "running", c: "queued" }, blocks), "b")).to.deep.equal([["p-a", "Ask a"]]);
  });

  it("include the beginning of a run that goes on, and a tool that had not ended", () => {
    const tool = { ...base, id: "c1", run: "a", type: "tool" as const, message: "m", tool: "bash", state: "running" as const };
    expect(said(view({ a: "waiting" }, [person("a"), tool]), "a", { goesOn: true })).to.deep.equal([["p-a", "Ask a", "It had not ended."]]);
  });
});
