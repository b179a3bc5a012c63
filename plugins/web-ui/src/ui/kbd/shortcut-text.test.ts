import { expect } from "chai";
import { isShortcut, shortcutText } from "./shortcut-text.js";

const press = (key: string, mods: Partial<KeyboardEvent> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods }) as KeyboardEvent;

describe("shortcuts", () => {
  it("are drawn with the signs of the platform", () => {
    expect(shortcutText("mod+shift+k", true)).to.deep.equal(["⌘", "⇧", "K"]);
    expect(shortcutText("mod+shift+k", false)).to.deep.equal(["Ctrl", "Shift", "K"]);
    expect(shortcutText("alt+arrowdown", false)).to.deep.equal(["Alt", "↓"]);
  });

  it("take the command key on a Mac and Ctrl elsewhere, never the other one", () => {
    expect(isShortcut(press("k", { metaKey: true }), "mod+k", true)).to.equal(true);
    expect(isShortcut(press("k", { ctrlKey: true }), "mod+k", true)).to.equal(false);
    expect(isShortcut(press("k", { ctrlKey: true }), "mod+k", false)).to.equal(true);
    expect(isShortcut(press("k", { ctrlKey: true, metaKey: true }), "mod+k", false)).to.equal(false);
  });

  it("do not fire with modifiers that are not named", () => {
    expect(isShortcut(press("c", { ctrlKey: true }), "c", false)).to.equal(false);
    expect(isShortcut(press("c", { altKey: true }), "c", false)).to.equal(false);
    expect(isShortcut(press("C", { shiftKey: true }), "c", false)).to.equal(false);
  });

  it("leave shift free for signs that need it on some keyboards", () => {
    expect(isShortcut(press("?", { shiftKey: true }), "?", false)).to.equal(true);
    expect(isShortcut(press("/", { ctrlKey: true, shiftKey: true }), "mod+/", false)).to.equal(true);
  });
});
