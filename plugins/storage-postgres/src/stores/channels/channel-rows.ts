import type { Binding, ChannelIdentity, ChannelThread, ChatPerson, Delivery, Interaction, Pairing, Refusal } from "@open-cowork/shared";
import type { ChannelBindingRow, ChannelIdentityRow, ChannelPairingRow, ChannelRefusalRow } from "../../entities/channel-people.js";
import type { ChannelDeliveryRow } from "../../entities/channel-queues.js";
import type { ChannelInteractionRow, ChannelThreadRow } from "../../entities/channel-threads.js";
import { storable } from "../text.js";

/** A row as functions of the database return it: columns by their own names. */
export type Columns = Record<string, unknown>;

/** The row under the names of its entity: `created_at` is `createdAt`. */
export function rowOf<Row extends object>(columns: Columns): Row {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value]),
  ) as Row;
}

export function bindingOf(row: ChannelBindingRow): Binding {
  const { id, provider, instance, name, handle, pairingLink, enabled, policy, createdAt, seenAt } = row;
  return { id, provider, instance, name, enabled, policy, createdAt, ...some({ handle, pairingLink, seenAt }) };
}

export function identityOf({ id, binding, person, name, handle, role, blocked, createdAt, seenAt }: ChannelIdentityRow): ChannelIdentity {
  return { id, binding, person: { id: person, name, ...some({ handle }) }, role, blocked, createdAt, ...some({ seenAt }) };
}

export function pairingOf({ id, binding, role, note, createdAt, expiresAt, usedAt, usedBy }: ChannelPairingRow): Pairing {
  return { id, binding, role, note, createdAt, expiresAt, ...some({ usedAt, usedBy }) };
}

export function refusalOf({ binding, reason, person, name, handle, count, firstAt, lastAt }: ChannelRefusalRow): Refusal {
  return { binding, reason, person: { id: person, ...some({ name, handle }) }, count, firstAt, lastAt };
}

export function threadOf({ id, binding, chat, topic, kind, title, session, cursor, createdAt }: Omit<ChannelThreadRow, "tenant">): ChannelThread {
  const conversation = { chat, kind, ...some({ topic: topic || null, title }) };
  return { id, binding, conversation, cursor, createdAt, ...some({ session }) };
}

export function deliveryOf({ tenant: _tenant, session: _session, seq: _seq, triedEpoch: _epoch, ...row }: ChannelDeliveryRow): Delivery {
  const { sentRevision, message, error, ...rest } = row;
  return { ...rest, ...some({ sentRevision, message, error }) };
}

export function interactionOf({ tenant: _tenant, ...interaction }: ChannelInteractionRow): Interaction {
  return interaction;
}

/** A person as three parameters: id, name, handle. */
export function personValues({ id, name, handle }: Pick<ChatPerson, "id"> & Partial<ChatPerson>): (string | null)[] {
  return [id, name, handle].map((text) => (text === undefined ? null : storable(text)));
}

/** What is null in the database is absent outside. */
function some<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [K in keyof T]?: NonNullable<T[K]> };
}
