import { fileNameOf } from "@open-cowork/core/transport";
import type { InboundFile } from "@open-cowork/shared";
import type { Attachment } from "mailparser";

/** Parts that mail programs add and no person means as a file: signatures of S/MIME and PGP, and cards that go with them. */
const MACHINE_MADE = /^application\/(x-)?(pkcs7-signature|pgp-signature|pgp-keys|ms-tnef)$/i;
const MOST = 20;

/** The attachments that people meant, images within the text included. The same ones in the same order however often the mail is read. */
export function attachmentsOf(attachments: readonly Attachment[]): Attachment[] {
  return attachments.filter((part) => !MACHINE_MADE.test(part.contentType)).slice(0, MOST);
}

/** Stands for a file whose mail is larger than what is read of it. */
export const TOO_LARGE_REF = "too-large";

/** What a message says of its files. Of a mail that was not read to its end the last one is told by name only, so that people hear why it is missing. */
export function inboundFiles(attachments: readonly Attachment[], mail: { bytes: Uint8Array; size: number; fileRef(index: number): string }): InboundFile[] {
  const files = attachments.map((part, index) => ({ ...typeAndName(part), ref: mail.fileRef(index), bytes: part.content.length }));
  if (mail.size <= mail.bytes.length) return files;
  const cut = files.pop() ?? { name: "mail.eml", mime: "message/rfc822" };
  return [...files, { name: cut.name, mime: cut.mime, ref: TOO_LARGE_REF, bytes: mail.size }];
}

function typeAndName(part: Attachment): { name: string; mime: string } {
  const mime = /^[\w.+-]+\/[\w.+-]+$/.test(part.contentType) ? part.contentType.toLowerCase().slice(0, 300) : "application/octet-stream";
  return { mime, name: fileNameOf(part.filename ?? "") };
}
