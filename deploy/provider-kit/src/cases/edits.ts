import { check } from "@open-cowork/core/testing";
import type { ProviderCase } from "../provider-case.js";
import { reading } from "./reading.js";

const ALLOW = { label: "Allow", value: "ABCDEFGH:once", style: "primary" } as const;

export const editCases: readonly ProviderCase[] = [
  {
    name: "an edit replaces the text of the message, and adds none",
    needs: ["edits"],
    async run(stage) {
      const provider = await stage.life();
      const { id } = await stage.said(provider, stage.message("Hello"));
      for (const text of ["Hello world", "Hello world, **how** are you?", "Bye"]) {
        check.equal((await provider.edit(stage.home, id, stage.message(text))).state, "delivered");
        check.equal(reading(stage.seen(id).text).replaceAll("*", ""), text.replaceAll("*", ""), "the new text, alone");
      }
      check.equal(stage.platform.messages(stage.home).length, 1, "one message");
      check.ok(stage.seen(id).edits >= 3, "edits, rather than a message that went and came");
    },
  },
  {
    name: "an edit replaces the buttons, also by none",
    needs: ["edits", "buttons"],
    async run(stage) {
      const provider = await stage.life();
      const { id } = await stage.said(provider, stage.message("May I?", { buttons: [ALLOW, { ...ALLOW, label: "Deny", value: "ABCDEFGH:deny" }] }));
      check.equal((await provider.edit(stage.home, id, stage.message("May I?", { buttons: [ALLOW] }))).state, "delivered");
      check.equal(
        stage.seen(id).buttons.map(({ label, value }) => [label, value]),
        [[ALLOW.label, ALLOW.value]],
        "one button",
      );
      check.equal((await provider.edit(stage.home, id, stage.message("Allowed by Ann."))).state, "delivered");
      check.equal([stage.seen(id).buttons, reading(stage.seen(id).text)], [[], "Allowed by Ann."], "no buttons, and the new text");
    },
  },
  {
    name: "to say the same again is delivered",
    needs: ["edits"],
    async run(stage) {
      const provider = await stage.life();
      const { id } = await stage.said(provider, stage.message("The **same**."));
      for (const _again of [1, 2]) check.equal((await provider.edit(stage.home, id, stage.message("The **same**."))).state, "delivered");
      check.ok(stage.seen(id).text.includes("same"), "the text still there");
    },
  },
  {
    name: "an edit of the largest text shows all of it",
    needs: ["edits"],
    async run(stage) {
      const provider = await stage.life();
      const { id } = await stage.said(provider, stage.message("short"));
      const text = "word ".repeat(provider.capabilities.text.max / 5).trim();
      check.equal((await provider.edit(stage.home, id, stage.message(text))).state, "delivered");
      check.equal(reading(stage.seen(id).text), text, "everything");
    },
  },
  {
    name: "an edit of a message that is gone is refused, and says nothing anew",
    needs: ["edits", "remove"],
    async run(stage) {
      const provider = await stage.life();
      const { id } = await stage.said(provider, stage.message("soon gone"));
      await stage.platform.remove!(stage.home, id);
      check.equal((await provider.edit(stage.home, id, stage.message("too late"))).state, "refused");
      check.equal(stage.platform.messages(stage.home).length, 0, "nothing there");
    },
  },
  {
    name: "an edit of a message that never was is refused",
    needs: ["edits"],
    async run(stage) {
      const provider = await stage.life();
      for (const id of ["999999999", "no such message", ""]) check.equal((await provider.edit(stage.home, id, stage.message("x"))).state, "refused");
      check.equal(stage.platform.messages(stage.home).length, 0, "nothing there");
    },
  },
  {
    name: "an edit that goes wrong tells so like a send, and formatted text that is refused is shown as plain text",
    needs: ["edits", "formatting", "malformed"],
    async run(stage) {
      const provider = await stage.life();
      const { id } = await stage.said(provider, stage.message("first"));
      stage.platform.fault({ kind: "broken" });
      check.equal((await provider.edit(stage.home, id, stage.message("second"))).state, "deferred");
      stage.platform.fault({ kind: "malformed" });
      check.equal((await provider.edit(stage.home, id, stage.message("**third** & last"))).state, "delivered");
      check.ok(stage.seen(id).text.includes("third") && stage.seen(id).text.includes("& last"), "the text, plain");
    },
  },
];
