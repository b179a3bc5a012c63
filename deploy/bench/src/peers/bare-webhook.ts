import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import Koa from "koa";
import type pg from "pg";
import { rawPool } from "../harness/raw-pool.js";
import { serveCalls } from "../harness/serve-calls.js";

let pool: pg.Pool | undefined;
let server: Server | undefined;

const methods = {
  /** The least that a durable receiver can be: a Koa server that inserts the body of each request as a row, and answers when it is committed. */
  async start({ databaseUrl }: { databaseUrl: string }): Promise<{ url: string }> {
    const connections = rawPool(databaseUrl);
    pool = connections;
    await connections.query('CREATE TABLE IF NOT EXISTS bench_webhooks (key text COLLATE "C" PRIMARY KEY, body text NOT NULL)');
    const app = new Koa();
    app.use(async (ctx) => {
      const values = [ctx.get("webhook-id"), await text(ctx.req)];
      await connections.query({ name: "webhook", text: "INSERT INTO bench_webhooks (key, body) VALUES ($1, $2)", values });
      ctx.status = 202;
      ctx.body = { status: "claimed" };
    });
    server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server?.once("listening", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  },
};
export type BareWebhookPeer = typeof methods;

serveCalls(methods, () => pool?.end());
