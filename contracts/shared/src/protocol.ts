/** Root of the protocol's paths. Apart from the schemas, so that a browser client need not load them. */
export const API = "/api/v1";
