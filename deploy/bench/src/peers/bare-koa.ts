import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import type pg from "pg";
import { rawPool } from "../harness/raw-pool.js";
import { serveCalls } from "../harness/serve-calls.js";
import { residentBytes } from "./resident.js";

let pool: pg.Pool | undefined;
let server: Server | undefined;

const methods = {
  /** A web server with a database connection and nothing to do: the least that a control process can be. */
  async start({ databaseUrl }: { databaseUrl: string }): Promise<{ url: string }> {
    const connections = rawPool(databaseUrl);
    pool = connections;
    const app = new Koa();
    app.use(async (ctx) => {
      ctx.body = (await connections.query("SELECT 1 AS one")).rows;
    });
    server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server?.once("listening", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  },
  resident: residentBytes,
};
export type BareKoaPeer = typeof methods;

serveCalls(methods, () => pool?.end());
