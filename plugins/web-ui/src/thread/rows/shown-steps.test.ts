import { expect } from "chai";
import type { StepBlock } from "./row-builder.js";
import { shownSteps } from "./shown-steps.js";

const step = (id: string, tool: string, state = "completed") => ({ type: "tool", id, tool, state, message: "m", seq: 1, at: 1, rev: 1 }) as StepBlock;
const ids = (...steps: StepBlock[]) => shownSteps(steps).map((other) => other.id);

describe("shownSteps", () => {
  it("leaves questions to their cards, unless asking failed", () => {
    expect(ids(step("a", "read"), step("b", "question"))).to.deep.equal(["a"]);
    expect(ids(step("b", "question", "error"))).to.deep.equal(["b"]);
  });

  it("keeps the last of several plans in a row", () => {
    expect(ids(step("a", "todowrite"), step("b", "todowrite"), step("c", "read"), step("d", "todowrite"))).to.deep.equal(["b", "c", "d"]);
  });
});
