import { indexPatch } from "@open-cowork/core/sessions";
import { some } from "@open-cowork/core/testing";
import { event } from "@open-cowork/shared";
import { expect } from "chai";
import { isPlain, patchValues } from "./patch-values.js";

describe("index patch as parameters", () => {
  it("output of a run is plain; what asks for a worker, changes the list or is searchable is not", () => {
    expect(isPlain(indexPatch([some.text("r", "x"), event("todos.replaced", { todos: [] }, "r")]))).to.equal(true);
    const actor = { kind: "person", id: "p", name: "P" } as const;
    for (const other of [some.queued("r"), some.started("r"), some.approved("a"), event("run.abort_requested", { by: actor, command: "c" }, "r")]) {
      expect(isPlain(indexPatch([some.text("r", "x"), other])), other.kind).to.equal(false);
    }
  });

  it("leaves out what is empty", () => {
    const values = patchValues(indexPatch([some.finished("r")]));
    expect([values.opened, values.saidAt, values.saidText, values.saidWords]).to.deep.equal([null, null, null, null]);
    expect(JSON.parse(values.patch)).to.deep.include({ active: null, last: "finished", touches: true }).and.not.have.any.keys("closed", "title", "tags");
  });
});
