export interface MimeInput {
  /** Fields from the top, as they stand. */
  headers: [name: string, value: string][];
  text?: string;
  html?: string;
  files?: { name: string; mime: string; bytes: Uint8Array }[];
}

/** A mail as bytes. Bodies are base64, so that any text passes. */
export function mime({ headers, text, html, files = [] }: MimeInput): Buffer {
  const bodies = [...(text === undefined ? [] : [part("text/plain; charset=utf-8", Buffer.from(text))])];
  if (html !== undefined) bodies.push(part("text/html; charset=utf-8", Buffer.from(html)));
  const body = bodies.length === 1 ? bodies[0]! : multipart("alternative", bodies);
  const all = files.map(({ name, mime: type, bytes }) =>
    part(type, bytes, `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}\r\n`),
  );
  const content = all.length > 0 ? multipart("mixed", [body, ...all]) : body;
  return Buffer.from(`${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}MIME-Version: 1.0\r\n${content}`);
}

/** A text of a header beyond ASCII (RFC 2047). */
export function encodedWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
}

function part(type: string, bytes: Uint8Array, more = ""): string {
  const lines = Buffer.from(bytes)
    .toString("base64")
    .replace(/.{76}(?=.)/g, "$&\r\n");
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n${more}\r\n${lines}\r\n`;
}

function multipart(kind: string, parts: string[]): string {
  const boundary = `simulated-${kind}`;
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${parts.map((each) => `--${boundary}\r\n${each}`).join("")}--${boundary}--\r\n`;
}
