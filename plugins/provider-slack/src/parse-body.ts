/** Events come as JSON; commands and presses as a form, a press in its field `payload`. Undefined for what is neither. */
export function parseBody(body: Uint8Array, contentType = ""): Record<string, unknown> | undefined {
  const text = Buffer.from(body).toString("utf8");
  try {
    if (contentType.startsWith("application/x-www-form-urlencoded")) {
      const form = new URLSearchParams(text);
      const payload = form.get("payload");
      return payload === null ? Object.fromEntries(form) : objectOf(JSON.parse(payload));
    }
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
