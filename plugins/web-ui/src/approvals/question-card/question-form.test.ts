import { expect } from "chai";
import { allowsTyping, answerOf, choose, emptyDraft, type } from "./question-form.js";

const options = [
  { label: "CSV", description: "" },
  { label: "JSON", description: "" },
];
const one = { header: "Format", question: "Which?", options, multiple: false, custom: true };
const many = { ...one, multiple: true };

describe("question form", () => {
  it("keeps one option where one is asked for", () => {
    const draft = choose(one, choose(one, emptyDraft, "CSV"), "JSON");
    expect(answerOf(one, draft)).to.deep.equal(["JSON"]);
    expect(answerOf(one, choose(one, draft, "JSON"))).to.deep.equal([]);
  });

  it("keeps several, in the order they were offered", () => {
    const draft = choose(many, choose(many, emptyDraft, "JSON"), "CSV");
    expect(answerOf(many, draft)).to.deep.equal(["CSV", "JSON"]);
  });

  it("lets typed text replace an option, and an option replace typed text", () => {
    const typed = type(one, choose(one, emptyDraft, "CSV"), " XML ");
    expect(answerOf(one, typed)).to.deep.equal(["XML"]);
    expect(answerOf(one, choose(one, typed, "CSV"))).to.deep.equal(["CSV"]);
    expect(answerOf(many, type(many, choose(many, emptyDraft, "CSV"), "XML"))).to.deep.equal(["CSV", "XML"]);
  });

  it("sends no typed text where typing is not offered", () => {
    const closed = { ...one, custom: false };
    expect(answerOf(closed, { chosen: [], custom: "x" })).to.deep.equal([]);
    expect(allowsTyping({ ...closed, options: [] })).to.equal(true);
  });
});
