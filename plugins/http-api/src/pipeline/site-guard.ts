import { isIP } from "node:net";
import { AppError } from "@open-cowork/shared";
import type { Site } from "../config.js";
import { type ApiContext, headerOf, type Step } from "./state.js";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses requests that another site makes a browser send.
 *
 * Host: a page that rebinds its own DNS name to this address still sends that name, so only names known to be ours pass: localhost, the
 * public one, and bare addresses (rebinding needs a name).
 *
 * Origin: for unsafe methods without a bearer token, which no other site can know. Fetch metadata decides where the browser sends it, else Origin;
 * a request with neither comes from no browser. `same-site` is not enough: all ports of localhost are one site. SameSite=Lax cookies are a second line.
 */
export function siteGuard(site: Site): Step {
  return (ctx, next) => {
    const host = headerOf(ctx, "host");
    if (!isOurHost(host, site)) throw new AppError("request.host_refused");
    if (!SAFE_METHODS.has(ctx.method) && headerOf(ctx, "authorization") === undefined && !isOurPage(ctx, host, site))
      throw new AppError("request.cross_origin");
    return next();
  };
}

function isOurHost(host: string | undefined, site: Pick<Site, "publicHostname">): boolean {
  if (!host) return false;
  const hostname = host.replace(/:\d+$/, "").toLowerCase();
  if (hostname === "localhost" || hostname.endsWith(".localhost") || hostname === site.publicHostname) return true;
  return isIP(hostname.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

function isOurPage(ctx: ApiContext, host: string | undefined, site: Site): boolean {
  const origin = headerOf(ctx, "origin");
  const fetchSite = headerOf(ctx, "sec-fetch-site");
  if (fetchSite !== undefined) return fetchSite === "same-origin" || fetchSite === "none";
  if (origin === undefined) return true;
  return origin === site.publicOrigin || (!site.secure && origin === `http://${host}`);
}
