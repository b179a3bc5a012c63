// Plain values of the protocol, apart from the schemas: a browser that needs only these does not load a schema library.

/** Root of the protocol's paths. */
export const API = "/api/v1";

/** Longest text of one prompt. */
export const MAX_PROMPT_CHARS = 200_000;
