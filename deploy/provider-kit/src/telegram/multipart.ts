/** A file that was uploaded. */
export interface Upload {
  name: string;
  bytes: Uint8Array;
}

/** Fields and files of a multipart/form-data body, by their names. Header names and their spacing are taken as they come, as the Bot API server does. */
export function parseMultipart(body: Buffer, boundary: string): { fields: Map<string, string>; files: Map<string, Upload> } {
  const fields = new Map<string, string>();
  const files = new Map<string, Upload>();
  for (const part of parts(body, boundary)) {
    const gap = part.indexOf("\r\n\r\n");
    if (gap < 0) throw new Error("a part without headers");
    const disposition = /content-disposition:\s*form-data;(.*)/i.exec(part.subarray(0, gap).toString("utf8"))?.[1] ?? "";
    const name = parameter(disposition, "name") ?? "";
    const file = parameter(disposition, "filename");
    const content = part.subarray(gap + 4);
    if (file === undefined) fields.set(name, content.toString("utf8"));
    else files.set(name, { name: file, bytes: new Uint8Array(content) });
  }
  return { fields, files };
}

function* parts(body: Buffer, boundary: string): Generator<Buffer> {
  const separator = Buffer.from(`\r\n--${boundary}`);
  // The first boundary has no line before it.
  const whole = Buffer.concat([Buffer.from("\r\n"), body]);
  let from = whole.indexOf(separator);
  if (from < 0) throw new Error("no boundary");
  for (;;) {
    from += separator.length;
    if (whole.subarray(from, from + 2).toString() === "--") return;
    const to = whole.indexOf(separator, from);
    if (to < 0) throw new Error("the last boundary is missing");
    yield whole.subarray(from + 2, to);
    from = to;
  }
}

/** A quoted string or a token, in either of which `%41` stands for a byte: so the Bot API server reads it. */
function parameter(disposition: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|;)\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;]*))`, "i").exec(disposition);
  const value = match?.[1]?.replaceAll(/\\(.)/g, "$1") ?? match?.[2]?.trim();
  if (value === undefined) return undefined;
  const bytes = [
    ...Buffer.from(value)
      .toString("latin1")
      .matchAll(/%([0-9a-f]{2})|([\s\S])/gi),
  ].map(([, hex, char]) => (hex === undefined ? (char ?? "").charCodeAt(0) : Number.parseInt(hex, 16)));
  return Buffer.from(bytes).toString("utf8");
}
