import { grantee } from "@open-cowork/core/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChannelAccess } from "@open-cowork/core/transport";
import { AppError, type Binding, type ChannelIdentity } from "@open-cowork/shared";
import type { Database } from "../../database/pool.js";
import type { ChannelBindingRow, ChannelIdentityRow } from "../../entities/channel-people.js";
import { storable } from "../text.js";
import { bindingOf, type Columns, identityOf, rowOf } from "./channel-rows.js";

const PERSON = { name: "channel_person", text: "select * from channel_person($1,$2,$3)" };
const CARRIERS = { name: "session_carriers", text: "select * from session_carriers($1,$2,$3)" };

export class PostgresChannelAccess implements ChannelAccess {
  constructor(private readonly database: Database) {}

  async person(ctx: RequestContext, identity: string): Promise<{ identity: ChannelIdentity; binding: Binding }> {
    const [row] = await this.database.query<{ identity: Columns; binding: Columns }>(PERSON, [ctx.tenant, grantee(ctx), storable(identity)]);
    if (!row) throw new AppError("channel.identity_unknown");
    return { identity: identityOf(rowOf<ChannelIdentityRow>(row.identity)), binding: bindingOf(rowOf<ChannelBindingRow>(row.binding)) };
  }

  async carriers(ctx: RequestContext, session: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(CARRIERS, [ctx.tenant, grantee(ctx), storable(session)]);
    return rows.map(({ id }) => id);
  }
}
