import { expect } from "chai";
import fc from "fast-check";
import { type DraftStorage, DraftStore } from "./draft-store.js";

function memory(limit = Number.POSITIVE_INFINITY): DraftStorage & { map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    get length() {
      return map.size;
    },
    key: (i) => [...map.keys()][i] ?? null,
    getItem: (k) => map.get(k) ?? null,
    setItem: (k, v) => {
      if (v.length > limit) throw new Error("quota");
      map.set(k, v);
    },
    removeItem: (k) => void map.delete(k),
  };
}
const draft = (text: string) => ({ text, attachments: [] });

describe("DraftStore", () => {
  it("keeps drafts apart by thread, for the next page too", () => {
    const storage = memory();
    const store = new DraftStore(storage);
    store.save("a", { ...draft("one"), agent: "build", model: { provider: "p", model: "m" } });
    store.save("b", draft("two"));
    const next = new DraftStore(storage);
    expect(next.load("a")).to.deep.equal({ text: "one", attachments: [], agent: "build", model: { provider: "p", model: "m" } });
    expect(next.load("b")).to.deep.equal(draft("two"));
    expect(next.load("c")).to.equal(undefined);
  });

  it("gives back any text as it was", () => {
    const store = new DraftStore(memory());
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { minLength: 1 }), (units) => {
        const text = String.fromCharCode(...units);
        store.save("x", draft(text));
        expect(store.load("x")?.text).to.equal(text);
      }),
    );
  });

  it("forgets an emptied draft", () => {
    const storage = memory();
    const store = new DraftStore(storage);
    store.save("a", draft("x"));
    store.save("a", draft(""));
    expect(store.load("a")).to.equal(undefined);
    expect(storage.map.size).to.equal(0);
  });

  it("remembers in the page what the browser will not keep", () => {
    const store = new DraftStore(memory(20));
    store.save("a", draft("a text that is longer than the quota"));
    expect(store.load("a")?.text).to.match(/^a text/);
    const blocked = new DraftStore({
      length: 0,
      key: () => null,
      getItem: () => {
        throw new Error("blocked");
      },
      setItem: () => {
        throw new Error("blocked");
      },
      removeItem: () => {
        throw new Error("blocked");
      },
    });
    blocked.save("a", draft("kept"));
    expect(blocked.load("a")?.text).to.equal("kept");
    blocked.drop("a");
    expect(blocked.load("a")).to.equal(undefined);
    const none = new DraftStore(undefined);
    none.save("a", draft("kept"));
    expect(none.load("a")?.text).to.equal("kept");
  });

  it("shows no draft for what it cannot read", () => {
    const storage = memory();
    for (const bad of ["", "{", "null", "[]", '{"text":1}']) {
      storage.map.set("oc.draft.a", bad);
      expect(new DraftStore(storage).load("a")).to.equal(undefined);
    }
  });

  it("lets the oldest drafts go and nothing else of the site", () => {
    const storage = memory();
    storage.map.set("other", "x");
    let now = 0;
    const store = new DraftStore(storage, () => ++now);
    for (let i = 0; i < 230; i++) store.save(`t${i}`, draft("x"));
    expect(storage.map.get("other")).to.equal("x");
    expect(store.load("t0")).to.equal(undefined);
    expect(store.load("t229")?.text).to.equal("x");
    expect(storage.map.size).to.be.at.most(202);
  });
});
