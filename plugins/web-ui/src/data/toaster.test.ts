import { mock } from "node:test";
import { expect } from "chai";
import { Toaster } from "./toaster.js";

describe("messages at the edge", () => {
  let toaster: Toaster;
  let settled: string[];
  const show = (text: string, more: Partial<Parameters<Toaster["show"]>[0]> = {}) => toaster.show({ text, settled: () => settled.push(text), ...more });
  const texts = () => toaster.items.map((item) => item.text).join();

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
    toaster = new Toaster();
    settled = [];
  });
  afterEach(() => mock.timers.reset());

  it("go after a while, and only then count as settled", () => {
    show("a");
    mock.timers.tick(5_999);
    expect(texts()).to.equal("a");
    mock.timers.tick(1);
    expect([texts(), settled.join()]).to.deep.equal(["", "a"]);
  });

  it("stay while the person points at them", () => {
    show("a");
    toaster.pause();
    mock.timers.tick(60_000);
    expect(texts()).to.equal("a");
    toaster.resume();
    mock.timers.tick(6_000);
    expect(texts()).to.equal("");
  });

  it("stay until dismissed when they are alarms", () => {
    show("a", { tone: "alert" });
    mock.timers.tick(3_600_000);
    expect(texts()).to.equal("a");
    toaster.dismiss(toaster.items[0]!.id);
    expect(settled.join()).to.equal("a");
  });

  it("do not settle when their action was taken", () => {
    let undone = 0;
    show("a", { action: { label: "Undo", run: () => undone++ } });
    toaster.act(toaster.items[0]!.id);
    mock.timers.tick(60_000);
    expect([undone, settled.length]).to.deep.equal([1, 0]);
  });

  it("make room for newer ones, the oldest settling first, and all settle when the page is left", () => {
    for (const text of ["a", "b", "c", "d"]) show(text);
    expect([texts(), settled.join()]).to.deep.equal(["b,c,d", "a"]);
    toaster.settleAll();
    expect(settled.join()).to.equal("a,b,c,d");
  });
});
