import { expect } from "chai";
import type { Supervisor } from "../life/supervisor.js";
import { webhookRoutes } from "./webhook-routes.js";

describe("the address for platforms", () => {
  it("is limited as requests are, and not as signing in: one platform calls for all of its people", () => {
    for (const route of webhookRoutes({} as Supervisor)) expect(route, route.method).to.include({ access: "public", limit: "requests" });
  });
});
