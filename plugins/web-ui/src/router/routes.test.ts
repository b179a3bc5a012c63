import { expect } from "chai";
import fc from "fast-check";
import { href, match, type Route } from "./routes.js";

const at = (path: string) => match(new URL(`http://localhost${path}`));

describe("routes", () => {
  it("names every page by its address and back", () => {
    const routes: Route[] = [
      { name: "home" },
      { name: "approvals" },
      { name: "archived" },
      { name: "setup" },
      { name: "login" },
      { name: "settings", section: "models" },
      { name: "settings", section: "access" },
      { name: "thread", session: "01J" },
      { name: "thread", session: "a/b?c", at: 12 },
    ];
    for (const route of routes) expect(at(href(route))).to.deep.equal(route);
  });

  it("ignores a slash at the end", () => expect(at("/approvals/")).to.deep.equal({ name: "approvals" }));

  it("takes only positive whole numbers as a place in a thread", () => {
    for (const bad of ["0", "-1", "1.5", "x", "9".repeat(30), ""]) expect(at(`/t/s?at=${bad}`)).to.deep.equal({ name: "thread", session: "s" });
  });

  it("finds nothing at unknown, deeper or badly encoded addresses", () => {
    for (const path of ["/nope", "/t", "/t/a/b", "/settings/nope", "/approvals/x", "/t/%E0%A4%A"]) expect(at(path).name, path).to.equal("not-found");
  });

  it("never fails, and any session id survives its link", () => {
    fc.assert(fc.property(fc.webPath(), (path) => typeof at(path || "/").name === "string"));
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (session) => {
        const route = at(href({ name: "thread", session }));
        // The URL parser itself removes "." and ".." segments.
        return session === "." || session === ".." || (route.name === "thread" && route.session === session);
      }),
    );
  });
});
