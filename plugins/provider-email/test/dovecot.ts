import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./email-harness.js";

const BINARY = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"].find(existsSync);
const NOBODY = 65_534;

/** Why there is no Dovecot to test with; undefined when there is one. Its configuration file changed with 2.4. */
export function dovecotMissing(): string | undefined {
  if (!BINARY) return "Dovecot is not installed";
  const version = execFileSync(BINARY, ["--version"]).toString().split(" ")[0]!;
  return version.startsWith("2.3.") ? undefined : `Dovecot 2.3 is needed, ${version} is installed`;
}

/** A Dovecot of our own on loopback, run as nobody in particular. Everybody with the password has a mailbox under any name. */
export class Dovecot {
  #delivered = 0;

  private constructor(
    readonly port: number,
    readonly password: string,
    private readonly directory: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(password: string): Promise<Dovecot> {
    const directory = await mkdtemp(join(tmpdir(), "cowork-dovecot-"));
    const port = await freePort();
    const isRoot = process.getuid?.() === 0;
    const id = isRoot ? NOBODY : process.getuid!();
    const names = ["user", "group"].map((kind) =>
      execFileSync("id", [kind === "user" ? "-un" : "-gn", ...(isRoot ? [String(NOBODY)] : [])])
        .toString()
        .trim(),
    );
    for (const part of ["run", "mail"]) await mkdir(join(directory, part));
    await writeFile(join(directory, "dovecot.conf"), configuration({ directory, port, password, id, user: names[0]!, group: names[1]! }));
    if (isRoot) for (const part of ["", ...(await readdir(directory, { recursive: true }))]) await chown(join(directory, part), NOBODY, NOBODY);
    const child = spawn(BINARY!, ["-F", "-c", join(directory, "dovecot.conf")], { stdio: "ignore", ...(isRoot && { uid: NOBODY, gid: NOBODY }) });
    const server = new Dovecot(port, password, directory, child);
    let isUp = false;
    const look = () => {
      const socket = connect(port, "127.0.0.1");
      socket.once("data", () => (isUp = true)).once("error", () => setImmediate(look));
      socket.once("data", () => socket.destroy());
    };
    look();
    try {
      await until("Dovecot greets", () => isUp || child.exitCode !== null);
      if (child.exitCode !== null) throw new Error(`Dovecot ended with ${child.exitCode}`);
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** As a delivery agent does it: a mail is either there or not. */
  async deliver(user: string, raw: Buffer): Promise<void> {
    const box = join(this.directory, "mail", user);
    const isRoot = process.getuid?.() === 0;
    for (const part of [box, join(box, "new"), join(box, "cur"), join(box, "tmp")]) {
      if (existsSync(part)) continue;
      await mkdir(part);
      if (isRoot) await chown(part, NOBODY, NOBODY);
    }
    const name = `${1_700_000_000 + this.#delivered}.M${this.#delivered++}P1.test`;
    const draft = join(box, "tmp", name);
    await writeFile(draft, raw);
    if (isRoot) await chown(draft, NOBODY, NOBODY);
    await rename(draft, join(box, "new", name));
  }

  async close(): Promise<void> {
    const { process: child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** https://doc.dovecot.org/2.3/configuration_manual/howto/rootless/ */
function configuration(with_: { directory: string; port: number; password: string; id: number; user: string; group: string }): string {
  const { directory, port, password, id, user, group } = with_;
  return `
base_dir = ${directory}/run
state_dir = ${directory}/run
log_path = ${directory}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = ${id}
mail_location = maildir:${directory}/mail/%n
maildir_stat_dirs = yes
mailbox_idle_check_interval = 1 secs
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${id} gid=${id} home=${directory}
}
service anvil {
  chroot =
  # Wrong passwords cost nobody time here.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  chroot =
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
