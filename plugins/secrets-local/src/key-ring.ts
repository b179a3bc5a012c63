import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "@open-cowork/core/kernel";
import { AppError, isAppError, newId } from "@open-cowork/shared";
import type { MasterKey } from "./envelope.js";

const SUFFIX = ".key";
const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/**
 * Master keys as files `<id>.key` (base64, readable by the owner only) in one directory. Ids are ULIDs: the greatest is the newest, and seals.
 * Old ones stay to open what they sealed. Files are never changed or deleted here: who loses them loses every secret.
 */
export class KeyRing {
  readonly #directory: string;
  readonly #log: Log;
  #keys = new Map<string, MasterKey>();

  private constructor(directory: string, log: Log) {
    this.#directory = directory;
    this.#log = log;
  }

  /** Reads the ring, with a first key where there is none. @throws AppError `host.data_dir` */
  static async open(directory: string, log: Log): Promise<KeyRing> {
    const ring = new KeyRing(directory, log);
    await ring.#attempt(async () => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await ring.#read();
      if (ring.#keys.size === 0) await ring.#create();
    });
    return ring;
  }

  get newest(): MasterKey {
    return this.#keys.get([...this.#keys.keys()].sort().at(-1)!)!;
  }

  /** A key by id, read from disk again where it is not known: another process may have made it. */
  async find(id: string): Promise<MasterKey | undefined> {
    if (!this.#keys.has(id)) await this.#attempt(() => this.#read());
    return this.#keys.get(id);
  }

  /** Makes a new key, which seals from now on. */
  async add(): Promise<MasterKey> {
    await this.#attempt(() => this.#create());
    return this.newest;
  }

  /** Written beside its place and then moved there, so that a crash leaves no half of a key. */
  async #create(): Promise<void> {
    const id = newId();
    const bytes = randomBytes(KEY_BYTES);
    const path = join(this.#directory, id + SUFFIX);
    const file = await open(`${path}.new`, "wx", OWNER_ONLY);
    try {
      await file.writeFile(`${bytes.toString("base64")}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    this.#keys.set(id, { id, bytes });
    this.#log.info("secrets.key_created", { key: id });
  }

  async #read(): Promise<void> {
    const keys = new Map<string, MasterKey>();
    for (const name of await readdir(this.#directory)) {
      if (!name.endsWith(SUFFIX)) continue;
      const id = name.slice(0, -SUFFIX.length);
      keys.set(id, { id, bytes: await this.#readKey(join(this.#directory, name)) });
    }
    this.#keys = keys;
  }

  async #readKey(path: string): Promise<Buffer> {
    const { mode } = await stat(path);
    if (process.platform !== "win32" && (mode & OTHERS) !== 0) {
      this.#log.warn("secrets.key_was_readable_by_others", { path });
      await chmod(path, OWNER_ONLY);
    }
    const bytes = Buffer.from((await readFile(path, "utf8")).trim(), "base64");
    if (bytes.length !== KEY_BYTES) throw new AppError("host.data_dir", { message: `The key file ${path} is damaged. Restore it from a backup.` });
    return bytes;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      if (isAppError(cause)) throw cause;
      throw new AppError("host.data_dir", { message: `The key directory ${this.#directory} cannot be used.`, cause });
    }
  }
}
