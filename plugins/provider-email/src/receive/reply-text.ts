import EmailReplyParser from "email-reply-parser";
import { within } from "../within.js";

/** Longest text that quotes are looked for in; what is longer is kept whole. */
const PARSED_MAX = 100_000;
/** The library's expressions take cubic time on some texts; ordinary mail takes a few milliseconds. */
const PARSE_MS = 100;
const FORWARDED =
  /^-{2,}\s*(forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato)\s*-{2,}$|^begin forwarded message:$/im;

/**
 * What the person wrote: without the mail they answer, and without their signature. The whole text where nothing would be left, and for forwarded mail, where
 * the quoted part is what they want us to read.
 */
export function replyText(text: string, mail: { isReply: boolean; isForward: boolean }): string {
  const whole = tidy(text);
  if (whole.length > PARSED_MAX) return whole;
  const stripped = mail.isForward || FORWARDED.test(whole) ? undefined : visible(whole, mail.isReply);
  return stripped || whole;
}

function visible(text: string, isReply: boolean): string | undefined {
  try {
    return within(PARSE_MS, () => {
      const mail = new EmailReplyParser().read(text);
      if (isReply) return mail.getVisibleText();
      // In a first mail a quote is something that the person quotes; only the signature at its end goes.
      const fragments = mail.getFragments();
      while (fragments.at(-1)?.isSignature() || fragments.at(-1)?.isEmpty()) fragments.pop();
      return fragments.map((fragment) => fragment.getContent()).join("\n");
    }).trim();
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  }
}

/** Line ends as `\n`, and of long gaps three line ends: more is nothing to people, and much to expressions that walk over it. */
function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/^[^\S\n]+$/gm, "")
    .replace(/\n{4,}/g, "\n\n\n")
    .trim();
}
