export type { ImapServer } from "./imap-server.js";
export { MailPlatform, type ReceivedMail } from "./mail-platform.js";
export { type MimeInput, mime } from "./mime.js";
