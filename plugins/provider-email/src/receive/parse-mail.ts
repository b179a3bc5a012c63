import { type ParsedMail, simpleParser } from "mailparser";

/** A mail in parts, with its words as plain text. */
export interface MailParts extends ParsedMail {
  text: string;
}

/** Links to images stay as they are: nothing is fetched, and files come as files. */
const OPTIONS = { skipTextToHtml: true, keepCidLinks: true, checksumAlgo: false, maxHtmlLengthToParse: 500_000 } as const;

/** Undefined for what is no mail, or beyond the parser's bounds of parts and header. */
export async function parseMail(bytes: Uint8Array): Promise<MailParts | undefined> {
  try {
    const mail = await simpleParser(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), OPTIONS);
    if (mail.text?.trim() || !mail.html) return { ...mail, text: mail.text ?? "" };
    // The parser makes text of HTML only where that is all of the mail, or where other text is.
    const { text, textConversionError } = await simpleParser(`Content-Type: text/html; charset=utf-8\r\n\r\n${mail.html}`, OPTIONS);
    return { ...mail, text: text ?? "", textConversionError };
  } catch {
    // There is nobody to tell: whoever wrote it may be anybody.
    return undefined;
  }
}
