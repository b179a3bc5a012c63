import type { Clock } from "@open-cowork/core/kernel";
import type { ChatPerson } from "@open-cowork/shared";
import type { WebClient } from "@slack/web-api";

const KEEP_MS = 60 * 60_000;
const MOST = 5_000;

/** Names of people, looked up once an hour. An event that has only an id does not wait for Slack to be well: the id then is the name. */
export class People {
  readonly #known = new Map<string, { at: number; name: string; handle?: string }>();

  constructor(
    private readonly client: WebClient,
    private readonly clock: Clock,
  ) {}

  /** `user` of a Slack workspace `team`. Ids of users never change hands; names do. */
  async person(team: string, user: string): Promise<ChatPerson> {
    const id = `${team}:${user}`;
    const kept = this.#known.get(id);
    if (kept && this.clock.now() - kept.at < KEEP_MS) return { id, name: kept.name, ...(kept.handle === undefined ? {} : { handle: kept.handle }) };
    const found = await this.client.users.info({ user }).then(
      ({ user: info }) => ({ name: info?.profile?.display_name || info?.real_name || info?.name || user, handle: info?.name }),
      () => undefined,
    );
    if (found === undefined) return { id, name: user };
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(id, { at: this.clock.now(), name: found.name, ...(found.handle === undefined ? {} : { handle: found.handle }) });
    return { id, name: found.name, ...(found.handle === undefined ? {} : { handle: found.handle }) };
  }
}
