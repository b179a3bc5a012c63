import { check } from "@open-cowork/core/testing";
import type { ProviderCase } from "../provider-case.js";
import { outbound, pattern } from "./bytes.js";
import { reading } from "./reading.js";

const NAMES = ["Übersicht 漢字 🎉.pdf", "no extension", ".hidden", "a b  c.txt", "x'y&z=1;%41.txt"];
/** What would be more than a name to a header, a path or a log. */
const EVIL = ["../../etc/passwd", 'a"; filename="b.exe', "a\r\nX-Evil: 1.txt", "nul\u0000byte.txt", `${"long".repeat(100)}.txt`, "", "..", "C:\\x.txt"];

export const fileOutCases: readonly ProviderCase[] = [
  {
    name: "a file arrives with its very content, its name and its caption",
    needs: ["files-out"],
    async run(stage) {
      const provider = await stage.life();
      const bytes = pattern(150_000);
      const seen = await stage.said(provider, stage.message("The **report** & more.", { file: outbound("report.pdf", bytes, "application/pdf") }));
      check.equal(
        seen.files.map(({ name }) => name),
        ["report.pdf"],
        "its name",
      );
      check.ok(Buffer.from(seen.files[0]!.bytes).equals(bytes), "the very content");
      check.equal(reading(seen.text).replaceAll("*", ""), "The report & more.", "the caption");
    },
  },
  {
    name: "a file without a word arrives",
    needs: ["files-out"],
    async run(stage) {
      const provider = await stage.life();
      const seen = await stage.said(provider, stage.message("", { file: outbound("a.bin", pattern(3)) }));
      check.ok(Buffer.from(seen.files[0]!.bytes).equals(pattern(3)), "the very content");
    },
  },
  {
    name: "a caption of the largest size loses nothing",
    needs: ["files-out"],
    async run(stage) {
      const provider = await stage.life();
      const text = "word ".repeat(provider.capabilities.text.max / 5).trim();
      const outcome = await provider.send(stage.home, stage.message(text, { file: outbound("a.bin", pattern(3)) }));
      check.equal(outcome.state, "delivered");
      const all = stage.platform.messages(stage.home);
      check.equal(all.flatMap(({ files }) => files).length, 1, "one file");
      check.equal(reading(all.map((message) => message.text).join(" ")), text, "every word of the caption");
    },
  },
  {
    name: "an empty file is delivered or refused",
    needs: ["files-out"],
    async run(stage) {
      const provider = await stage.life();
      const outcome = await provider.send(stage.home, stage.message("nothing in it", { file: outbound("empty.txt", pattern(0)) }));
      check.ok(outcome.state === "delivered" || outcome.state === "refused", `an end, not ${outcome.state}`);
      const files = stage.platform.messages(stage.home).flatMap((message) => message.files);
      if (outcome.state === "delivered" && files.length > 0) check.equal(files[0]!.bytes.length, 0, "an empty file");
    },
  },
  {
    name: "a name arrives as it is, and one that would be more than a name is made harmless",
    needs: ["files-out"],
    async run(stage) {
      const provider = await stage.life();
      for (const name of NAMES) {
        const seen = await stage.said(provider, stage.message("", { file: outbound(name, pattern(5)) }));
        check.equal(seen.files[0]!.name, name, "the name");
      }
      for (const name of EVIL) {
        const seen = await stage.said(provider, stage.message("", { file: outbound(name, pattern(5)) }));
        const [file] = seen.files;
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
        check.ok(file && file.name !== "" && !/[\u0000-\u001f/\\]/.test(file.name), `no path and no control character in ${JSON.stringify(file?.name)}`);
        check.equal(file.bytes.length, 5, "the content, alone");
      }
    },
  },
  {
    name: "a file whose content cannot be read, or breaks off, is not half there",
    needs: ["files-out"],
    async run(stage) {
      const provider = await stage.life();
      const lost = { ...outbound("lost.bin", pattern(9)), open: () => Promise.reject(new Error("the store is away")) };
      const cut = { ...outbound("cut.bin", pattern(100_000)), open: async () => breakingOff() };
      for (const file of [lost, cut]) check.ok((await provider.send(stage.home, stage.message("", { file }))).state !== "delivered", "no delivery");
      check.equal(stage.platform.messages(stage.home).length, 0, "no message");
      check.equal((await stage.said(provider, stage.message("", { file: outbound("whole.bin", pattern(9)) }))).files.length, 1, "the next one");
    },
  },
  {
    name: "a file that is larger than said is refused",
    needs: ["files-out"],
    async run(stage) {
      const provider = await stage.life();
      const file = { ...outbound("large.bin", pattern(9)), bytes: provider.capabilities.files.out + 1 };
      check.equal((await provider.send(stage.home, stage.message("", { file }))).state, "refused");
      check.equal(stage.platform.messages(stage.home).length, 0, "no message");
    },
  },
];

async function* breakingOff(): AsyncGenerator<Uint8Array> {
  yield pattern(50_000);
  throw new Error("the store went away");
}
