import type { EntitySchemaColumnOptions } from "typeorm";

/** Ids compare by bytes: collation C. */
export const idColumn = (name?: string): EntitySchemaColumnOptions => ({ type: "text", collation: "C", ...(name ? { name } : {}) });
export const primaryId = (name?: string): EntitySchemaColumnOptions => ({ ...idColumn(name), primary: true });
export const optionalId = (name?: string): EntitySchemaColumnOptions => ({ ...idColumn(name), nullable: true });
export const textColumn = (name?: string): EntitySchemaColumnOptions => ({ type: "text", ...(name ? { name } : {}) });

const toNumber = { to: (value: number | null | undefined) => value, from: (value: string | number | null) => (value === null ? null : Number(value)) };

/** Milliseconds since the epoch, sequence numbers, byte counts: all far below 2^53. */
export const bigintColumn = (name?: string): EntitySchemaColumnOptions => ({ type: "bigint", transformer: toNumber, ...(name ? { name } : {}) });
export const optionalBigint = (name?: string): EntitySchemaColumnOptions => ({ ...bigintColumn(name), nullable: true });
export const countColumn = (name?: string): EntitySchemaColumnOptions => ({ ...bigintColumn(name), default: 0 });
export const flagColumn: EntitySchemaColumnOptions = { type: "boolean", default: false };
