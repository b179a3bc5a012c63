import type { Clock, HealthReport, Log, LogFields } from "@open-cowork/core/kernel";
import type { ChatSink } from "@open-cowork/core/transport";
import { realClock } from "@open-cowork/provider-kit";
import type { MailPlatform } from "@open-cowork/provider-kit/mail";
import { type ChatPerson, type InboundEvent, type InboundMessage, Secret } from "@open-cowork/shared";
import { type EmailConfig, emailConfig } from "../src/config.js";
import { EmailProvider } from "../src/email-provider.js";

/** A sink that keeps what it is given and can be told to fail. */
export class KeepingSink implements ChatSink {
  readonly events: InboundEvent[] = [];
  readonly turnedAway: { reason: string; person?: ChatPerson }[] = [];
  readonly reports: HealthReport[] = [];
  readonly keys = new Set<string>();
  /** Rejects this many times. */
  failing = 0;
  /** Calls so far, also failed ones. */
  tries = 0;

  async inbound(event: InboundEvent): Promise<"claimed" | "known"> {
    this.tries++;
    if (this.failing > 0) {
      this.failing--;
      throw new Error("the store is away");
    }
    if (this.keys.has(event.key)) return "known";
    this.keys.add(event.key);
    this.events.push(event);
    return "claimed";
  }
  refused(reason: "signature" | "replay" | "stranger", person?: ChatPerson): void {
    this.turnedAway.push({ reason, ...(person && { person }) });
  }
  health(report: HealthReport): void {
    this.reports.push(report);
  }

  get state(): HealthReport["state"] | undefined {
    return this.reports.at(-1)?.state;
  }
  get messages(): InboundMessage[] {
    return this.events.filter((event) => event.type === "message");
  }
}

/** A log whose lines are kept as text, with all fields. */
export function keepingLog(lines: string[], fields: LogFields = {}): Log {
  const note = (level: string) => (event: string, more?: LogFields) => {
    const error = more?.error;
    lines.push(`${level} ${event} ${JSON.stringify({ ...fields, ...more, ...(error instanceof Error && { error: `${error.stack}` }) })}`);
  };
  return {
    debug: note("debug"),
    info: note("info"),
    warn: note("warn"),
    error: note("error"),
    child: (more) => keepingLog(lines, { ...fields, ...more }),
  };
}

/** Fast in what does not matter to the case: looking for mail, and giving up on a silent server. */
export function platformConfig(platform: MailPlatform, change: Record<string, unknown> = {}): EmailConfig {
  const password = () => new Secret(platform.password, "password");
  const server = { host: "127.0.0.1", secure: false, user: platform.user };
  return emailConfig.parse({
    id: "desk",
    address: platform.address,
    authservId: platform.authservId,
    imap: { ...server, port: platform.imap.port, password: password() },
    smtp: { ...server, port: platform.smtp.port, password: password(), timeoutMs: 2_500 },
    ...change,
  });
}

export function webhookConfig(platform: MailPlatform): EmailConfig {
  return platformConfig(platform, { inbound: "webhook", imap: undefined, secret: new Secret(platform.secret, "secret") });
}

export function providerFor(config: EmailConfig, options: { lines?: string[]; clock?: Clock; random?: () => number } = {}): EmailProvider {
  return new EmailProvider({ config, clock: options.clock ?? realClock, log: keepingLog(options.lines ?? []), random: options.random ?? (() => 0) });
}

/** Waits until that is so. Looks again whenever the event loop has turned. */
export async function until(what: string, holds: () => boolean, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
