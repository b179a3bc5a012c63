import type { InboundFile } from "@open-cowork/shared";
import type { Attachment } from "mailparser";
import { oneLine } from "../line.js";

/** Parts that mail programs add and no person means as a file: signatures of S/MIME and PGP, and cards that go with them. */
const MACHINE_MADE = /^application\/(x-)?(pkcs7-signature|pgp-signature|pgp-keys|ms-tnef)$/i;
const MOST = 20;

/** The attachments that people meant, images within the text included. The same ones in the same order however often the mail is read. */
export function attachmentsOf(attachments: readonly Attachment[]): Attachment[] {
  return attachments.filter((part) => !MACHINE_MADE.test(part.contentType)).slice(0, MOST);
}

export function inboundFile(part: Attachment, index: number, ref: string): InboundFile {
  const mime = /^[\w.+-]+\/[\w.+-]+$/.test(part.contentType) ? part.contentType.toLowerCase().slice(0, 300) : "application/octet-stream";
  return { ref, name: fileName(part.filename, index), mime, bytes: part.content.length };
}

/** A name without folders, since a program may save it as it is. */
function fileName(given: string | undefined, index: number): string {
  const name = oneLine(given ?? "", 1_000)
    .split(/[/\\]/)
    .at(-1)!
    .trim();
  return name === "" || /^\.+$/.test(name) ? `file-${index + 1}` : name.slice(-200);
}
