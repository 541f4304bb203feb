import type { Driver } from './driver.ts';

/** A connection that several use at once. */
export interface Held<Client> {
  readonly client: Promise<Client>;
  /** Rejects when the connection is gone. */
  readonly gone: Promise<never>;
  /** True: nobody new gets it, and the last who has it closes it. */
  broken: boolean;
  users: number;
}

export interface Holder<Client> {
  /** Opens it where there is none, or the last one broke. To be given back. */
  readonly take: () => Held<Client>;
  readonly giveBack: (held: Held<Client>) => Promise<void>;
  /** Closes it as soon as nobody has it, as it does from now on with each that is taken. */
  readonly close: () => Promise<void>;
}

export function holding<Client>(driver: Pick<Driver<Client>, 'connect' | 'disconnect'>): Holder<Client> {
  let current: Held<Client> | null = null;
  let isClosed = false;
  return {
    take() {
      if (current === null || current.broken) current = open();
      current.users += 1;
      return current;
    },
    async giveBack(held) {
      held.users -= 1;
      await closeUnused(held);
    },
    async close() {
      isClosed = true;
      if (current === null || current.broken) return;
      current.broken = true;
      await closeUnused(current);
    },
  };

  function open(): Held<Client> {
    const { promise: gone, reject } = Promise.withResolvers<never>();
    gone.catch(() => {});
    const lost = (): void => {
      held.broken = true;
      reject(new Error('the connection broke.'));
    };
    const client = driver.connect(() => lost());
    const held: Held<Client> = { client, gone, broken: isClosed, users: 0 };
    client.catch(lost);
    return held;
  }

  async function closeUnused({ users, broken, client }: Held<Client>): Promise<void> {
    if (users === 0 && broken) await client.then(driver.disconnect, () => {});
  }
}
