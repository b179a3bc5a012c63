import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const MAGIC = Buffer.from("OCS1");
const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_BYTES = IV_BYTES + KEY_BYTES + TAG_BYTES;

export interface MasterKey {
  /** At most 255 ASCII characters. */
  id: string;
  /** 32 bytes. */
  bytes: Buffer;
}
export interface SecretPlace {
  tenant: string;
  name: string;
}

/**
 * Envelope encryption with AES-256-GCM. Each value has a random data key of its own; that is wrapped by the tenant's key, which HKDF-SHA256 derives
 * from the master key. Derived rather than stored, the tenant's key cannot be lost or made twice by two processes at once.
 * Layout: magic, length and text of the master key's id, wrapped data key, then the value: each part IV, ciphertext, tag.
 * The header, the tenant and the name are authenticated with both, so a value that was moved, renamed or edited does not open.
 */
export function seal(key: MasterKey, place: SecretPlace, value: Buffer): Buffer {
  const header = headerOf(key.id);
  const aad = aadOf(header, place);
  const dataKey = randomBytes(KEY_BYTES);
  return Buffer.concat([header, encrypt(tenantKey(key, place.tenant), aad, dataKey), encrypt(dataKey, aad, value)]);
}

/** @throws Error when anything about it is not as it was sealed */
export function open(key: MasterKey, place: SecretPlace, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  const header = headerOf(key.id);
  if (!bytes.subarray(0, header.length).equals(header)) throw new Error("sealed under another key");
  const aad = aadOf(header, place);
  const body = bytes.subarray(header.length);
  const dataKey = decrypt(tenantKey(key, place.tenant), aad, body.subarray(0, WRAPPED_BYTES));
  return decrypt(dataKey, aad, body.subarray(WRAPPED_BYTES));
}

/** Id of the master key that a sealed value names; undefined for bytes that are no sealed value. */
export function keyIdOf(sealed: Uint8Array): string | undefined {
  const bytes = Buffer.from(sealed);
  const length = bytes[MAGIC.length];
  if (length === undefined || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  return bytes.subarray(MAGIC.length + 1, MAGIC.length + 1 + length).toString("latin1");
}

function headerOf(keyId: string): Buffer {
  const id = Buffer.from(keyId, "latin1");
  return Buffer.concat([MAGIC, Buffer.from([id.length]), id]);
}

/** The length before the tenant keeps ("a", "bc") apart from ("ab", "c"). */
function aadOf(header: Buffer, { tenant, name }: SecretPlace): Buffer {
  const tenantBytes = Buffer.from(tenant, "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(tenantBytes.length);
  return Buffer.concat([header, length, tenantBytes, Buffer.from(name, "utf8")]);
}

function tenantKey(key: MasterKey, tenant: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key.bytes, Buffer.alloc(0), `open-cowork/secrets/tenant/${tenant}`, KEY_BYTES));
}

function encrypt(key: Buffer, aad: Buffer, plain: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(aad);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new Error("sealed value is cut short");
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
}
