/** A verdict of a mail server on who sent a mail (RFC 8601). */
export interface AuthenticationResults {
  /** The server that gave it, in lower case. */
  server: string;
  results: { method: string; result: string; properties: ReadonlyMap<string, string> }[];
}

const OUTSIDE = /[^"();]+|"(?:[^"\\]|\\[\s\S])*"|[();]/y;
const IN_COMMENT = /[^()\\]+|\\[\s\S]|[()]/y;
const RESULT = /\s*([a-z][\w-]*)(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)\s*/iy;
const PROPERTY = /([a-z][\w-]*(?:\s*\.\s*[\w-]+)?)\s*=\s*((?:"(?:[^"\\]|\\.)*"|[^\s";])+)\s*/iy;

/** Reads the value of an `Authentication-Results` field. Undefined for anything that is not wholly understood: half a verdict is none. */
export function parseAuthenticationResults(value: string): AuthenticationResults | undefined {
  const [head, ...segments] = segmentsOf(value) ?? [];
  const server = /^\s*("?)([^\s"]+)\1(?:\s+\d+)?\s*$/.exec(head ?? "")?.[2];
  if (!server) return undefined;
  const results: AuthenticationResults["results"] = [];
  for (const segment of segments) {
    if (/^\s*(none\s*)?$/i.test(segment)) continue;
    RESULT.lastIndex = 0;
    const result = RESULT.exec(segment);
    if (!result) return undefined;
    const properties = new Map<string, string>();
    for (let at = RESULT.lastIndex; at < segment.length; at = PROPERTY.lastIndex) {
      PROPERTY.lastIndex = at;
      const property = PROPERTY.exec(segment);
      const name = property ? property[1]!.replace(/\s/g, "").toLowerCase() : "";
      if (!property || properties.has(name)) return undefined;
      properties.set(name, property[2]!.replace(/"((?:[^"\\]|\\.)*)"/g, (_, quoted: string) => quoted.replace(/\\(.)/g, "$1")).toLowerCase());
    }
    results.push({ method: result[1]!.toLowerCase(), result: result[2]!.toLowerCase(), properties });
  }
  return { server: server.toLowerCase(), results };
}

/** The parts between semicolons, without comments. A semicolon or parenthesis within quotes is text; brackets that do not match make it unreadable. */
function segmentsOf(value: string): string[] | undefined {
  const segments = [""];
  let depth = 0;
  for (let at = 0; at < value.length; ) {
    const pattern = depth > 0 ? IN_COMMENT : OUTSIDE;
    pattern.lastIndex = at;
    const token = pattern.exec(value)?.[0];
    if (!token) return undefined;
    at += token.length;
    if (token === "(" && ++depth === 1) segments[segments.length - 1] += " ";
    else if (token === ")" && --depth < 0) return undefined;
    else if (depth > 0 || token === ")") continue;
    else if (token === ";") segments.push("");
    else segments[segments.length - 1] += token;
  }
  return depth > 0 ? undefined : segments;
}
