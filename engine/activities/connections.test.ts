import { describe, expect, test } from 'vitest';
import { connectionNamed } from './connections.ts';
import { noPlace } from './place.ts';

const connections = {
  db: { type: 'postgres', url: '{% secrets.DB_URL %}', pool: 2 },
  lake: { type: 'sqlite', file: 'x' },
};
const place = { ...noPlace, settings: { connections } };
const asking = (secret: (name: string) => Promise<string | null>) => ({ place, secret });

describe('a connection', () => {
  test('[DA7] is as the settings say, with its secrets put in', async () => {
    const found = await connectionNamed(
      'db',
      ['postgres'],
      asking(async (name) => `value of ${name}`),
    );
    expect(found).toEqual({ ok: true, connection: { type: 'postgres', url: 'value of DB_URL', pool: 2 } });
  });

  test('that is not there, or of another type, tells what there is', async () => {
    const none = asking(async () => null);
    expect(await connectionNamed('dbs', ['postgres'], none)).toMatchObject({
      error: {
        type: 'activity.input',
        effect: 'none',
        message: expect.stringContaining('there are db, lake') as string,
      },
    });
    expect(await connectionNamed('lake', ['postgres', 'mysql'], none)).toMatchObject({
      error: { message: 'The connection lake is of type sqlite; here it must be postgres or mysql.' },
    });
  });

  test('[DA7] whose secret is not set is final; whose secret cannot be known now is not; neither did anything', async () => {
    expect(
      await connectionNamed(
        'db',
        ['postgres'],
        asking(async () => null),
      ),
    ).toMatchObject({
      error: { type: 'activity.input', retryable: false, effect: 'none' },
    });
    const locked = await connectionNamed(
      'db',
      ['postgres'],
      asking(() => Promise.reject(new Error('It is locked.'))),
    );
    expect(locked).toEqual({ ok: false, error: { type: 'activity.secret', message: 'It is locked.', effect: 'none' } });
  });
});
