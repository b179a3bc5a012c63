import { check } from "@open-cowork/core/testing";
import type { ChatProvider } from "@open-cowork/core/transport";
import type { InboundFile, InboundMessage } from "@open-cowork/shared";
import type { ProviderCase } from "../provider-case.js";
import type { Stage } from "../stage.js";
import { bytesOf, pattern } from "./bytes.js";

/** Beyond this the kit believes the size that a platform names, rather than moving that much. */
const LARGEST = 32 * 1024 * 1024;
const open = new AbortController().signal;

async function received(stage: Stage, files: { name: string; mime: string; bytes: Uint8Array }[], text = ""): Promise<InboundMessage> {
  await stage.platform.say(stage.ann, stage.home, { text, files });
  const offer = await stage.sink.offered(({ event }) => event.type === "message" && event.files.length === files.length, "a message with its files");
  return offer.event as InboundMessage;
}

async function content(stage: Stage, provider: ChatProvider, file: InboundFile, signal = open): Promise<Uint8Array> {
  return stage.within(
    provider.download(file, signal).then((stream) => bytesOf(stream)),
    "the content",
  );
}

export const fileInCases: readonly ProviderCase[] = [
  {
    name: "a file comes with its name, its type and, when asked for, its very content",
    needs: ["files-in"],
    async run(stage) {
      const provider = await stage.life();
      const bytes = pattern(70_000);
      const event = await received(stage, [{ name: "Übersicht 2026.pdf", mime: "application/pdf", bytes }], "please read this");
      check.equal(event.text.trim(), "please read this");
      const [file] = event.files;
      check.equal([file?.name, file?.mime], ["Übersicht 2026.pdf", "application/pdf"], "name and type");
      check.ok(file?.bytes === undefined || file.bytes === bytes.length, "its size, where one is named");
      check.ok(Buffer.from(await content(stage, provider, file!)).equals(bytes), "the very content");
    },
  },
  {
    name: "a file without a word is a message too",
    needs: ["files-in"],
    async run(stage) {
      const provider = await stage.life();
      const bytes = pattern(10);
      const { files, addressed } = await received(stage, [{ name: "silent.txt", mime: "text/plain", bytes }]);
      check.ok(addressed, "that it is for us");
      check.ok(Buffer.from(await content(stage, provider, files[0]!)).equals(bytes), "the very content");
    },
  },
  {
    name: "a file that is larger than said is artifact.too_large, by what is named and by what comes",
    needs: ["files-in"],
    async run(stage) {
      const provider = await stage.life();
      const limit = provider.capabilities.files.in;
      const { files } = await received(stage, [{ name: "small.bin", mime: "application/octet-stream", bytes: pattern(100) }]);
      await check.fails(content(stage, provider, { ...files[0]!, bytes: limit + 1 }), "artifact.too_large");
      if (limit > LARGEST) return;
      const large = { name: "large.bin", mime: "application/octet-stream", bytes: new Uint8Array(limit + 1) };
      await stage.platform.say(stage.ann, stage.home, { text: "large", files: [large] });
      const event = await stage.sink.message("large");
      if (event.files[0]) await check.fails(content(stage, provider, { ...event.files[0], bytes: undefined }), "artifact.too_large");
    },
  },
  {
    name: "a file that the platform does not have any more is provider.file_gone",
    needs: ["files-in", "lost-files"],
    async run(stage) {
      const provider = await stage.life();
      const { files } = await received(stage, [{ name: "gone.txt", mime: "text/plain", bytes: pattern(10) }]);
      await stage.platform.loseFiles!();
      await check.fails(content(stage, provider, files[0]!), "provider.file_gone");
    },
  },
  {
    name: "a reference that is none, and a download that is called off, fail and break nothing",
    needs: ["files-in"],
    async run(stage) {
      const provider = await stage.life();
      const file = { name: "x", mime: "text/plain" };
      for (const ref of ["", "../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/x", "\u0000", "{}", "x".repeat(2_000)])
        check.ok(await failed(content(stage, provider, { ...file, ref })), `a failure for ${ref.slice(0, 30)}`);
      const { files } = await received(stage, [{ name: "fine.txt", mime: "text/plain", bytes: pattern(10) }]);
      check.ok(await failed(content(stage, provider, files[0]!, AbortSignal.abort())), "a failure when it is called off");
      check.equal((await content(stage, provider, files[0]!)).length, 10, "the content, asked for once more");
    },
  },
];

async function failed(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch {
    return true;
  }
}
