import { check } from "@open-cowork/core/testing";
import type { ProviderCase } from "../provider-case.js";
import { MARKDOWN_SAMPLES } from "./markdown-samples.js";
import { misreading, reading } from "./reading.js";

/** Exactly so many UTF-16 code units of it; the last one can be seen. */
function fill(unit: string, length: number): string {
  const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length - 1);
  // Half of a pair is not a character.
  return `${text.replace(/[\ud800-\udbff]$/, "x")}x`;
}

export const textCases: readonly ProviderCase[] = [
  {
    name: "plain text arrives as it was said",
    async run(stage) {
      const provider = await stage.life();
      const message = stage.message("Good morning. All 3 checks passed.");
      check.equal(reading((await stage.said(provider, message)).text), message.text);
    },
  },
  ...["a", "word ", "& < > ", "😀", "_*`[~", "é\n"].map(
    (unit): ProviderCase => ({
      name: `text of exactly the largest size is one message, all of it: ${JSON.stringify(unit)}`,
      async run(stage) {
        const provider = await stage.life();
        const text = fill(unit, provider.capabilities.text.max);
        const before = stage.platform.messages(stage.home).length;
        const { text: shown } = await stage.said(provider, stage.message(text));
        check.equal(stage.platform.messages(stage.home).length - before, 1, "one message");
        // Marks may have been taken as marks; of words and emoji none may be missing.
        const counted = (all: string) => all.match(/[\p{L}\p{N}\p{Extended_Pictographic}&<>]/gu)?.length ?? 0;
        check.equal(counted(shown), counted(text), "everything");
      },
    }),
  ),
  {
    name: "Markdown of the largest size fits, whatever becomes of its marks",
    needs: ["formatting"],
    async run(stage) {
      const provider = await stage.life();
      for (const unit of [
        "**b** ",
        "`c` ",
        "[l](https://e.example/) ",
        "- i\n",
        "> q\n\n",
        "# h\n\n",
        "| a | b |\n|---|---|\n| c | d |\n\n",
        "```\nx\n```\n",
      ]) {
        const { max } = provider.capabilities.text;
        const whole = unit.repeat(Math.floor((max - 1) / unit.length));
        await stage.said(provider, stage.message(whole.trim()));
      }
    },
  },
  ...MARKDOWN_SAMPLES.map(
    (sample): ProviderCase => ({
      name: `reads as it was meant: ${sample.what}`,
      needs: ["formatting"],
      async run(stage) {
        const provider = await stage.life();
        const { text, source } = await stage.said(provider, stage.message(sample.markdown));
        const wrong = misreading(text, sample);
        check.ok(wrong === undefined, `it to read as it was meant, but ${wrong}\n--- shown\n${text}\n--- given to the platform\n${source}`);
      },
    }),
  ),
  {
    name: "Markdown is handed over as it is",
    needs: ["markdown"],
    async run(stage) {
      const provider = await stage.life();
      for (const { markdown } of MARKDOWN_SAMPLES) {
        const { source } = await stage.said(provider, stage.message(markdown));
        check.equal(source, markdown, "the very Markdown");
      }
    },
  },
  {
    name: "formatted text that the platform refuses is said as plain text, with nothing lost",
    needs: ["formatting", "malformed"],
    async run(stage) {
      const provider = await stage.life();
      stage.platform.fault({ kind: "malformed" });
      const { text } = await stage.said(provider, stage.message("The **first** thing: 1 < 2 & `code`."));
      for (const piece of ["The", "first", "thing: 1 < 2 &", "code"]) check.ok(text.includes(piece), `"${piece}" to be there`);
    },
  },
  {
    name: "content that is nearly nothing is answered for",
    async run(stage) {
      const provider = await stage.life();
      for (const text of ["", " ", "\n\n", "\u0000", "\ud800", "**", "```", "<!---->", "[]()"]) await provider.send(stage.home, stage.message(text));
      await stage.said(provider, stage.message("still here"));
    },
  },
  {
    name: "to show that we are at it breaks nothing, wherever",
    async run(stage) {
      const provider = await stage.life();
      await provider.typing(stage.home);
      await provider.typing({ ...stage.home, chat: "no such chat" });
      await stage.said(provider, stage.message("done"));
    },
  },
  {
    name: "an answer to a message is said whether that is there or not",
    async run(stage) {
      const provider = await stage.life();
      await stage.platform.say(stage.ann, stage.home, { text: "a question" });
      const { message } = await stage.sink.message("a question");
      await stage.said(provider, stage.message("an answer", { replyTo: message }));
      await stage.said(provider, stage.message("another answer", { replyTo: "999999999" }));
    },
  },
  {
    name: "what is said in a shared conversation is seen there, and nowhere else",
    needs: ["shared"],
    async run(stage) {
      const provider = await stage.life();
      const room = stage.platform.shared!();
      await stage.platform.say(stage.ann, room, { text: "hello" });
      const { conversation } = await stage.sink.message("hello");
      check.equal(reading((await stage.said(provider, stage.message("to all"), conversation)).text), "to all");
      check.equal(stage.platform.messages(stage.home).length, 0, "nothing in a direct conversation");
    },
  },
];
