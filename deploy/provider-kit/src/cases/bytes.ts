import type { OutboundFile } from "@open-cowork/core/transport";

/** Bytes of every value, in an order that a cut or a repeated block would show. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7) & 0xff);
}

export async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A file on its way out, in several pieces. */
export function outbound(name: string, bytes: Uint8Array, mime = "application/octet-stream"): OutboundFile {
  return { name, mime, bytes: bytes.length, open: async () => pieces(bytes) };
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}
