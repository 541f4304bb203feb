import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../node/testing/folder.ts';
import { sagaloom } from './testing/bin.ts';
import { within } from './testing/within.ts';

const cwd = suiteFolder();
let port: number;
const taken = createServer();

const saga = (change: object): string => JSON.stringify({ format: 'sagaloom/v1', name: 'test', ...change }, null, 2);
const step = (change: object): string => saga({ start: 'a', steps: { a: { type: 'set', assign: {}, ...change } } });

const files: Readonly<Record<string, string>> = {
  'fine.saga.json': saga({
    input: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    config: { LIMIT: { type: 'number', default: 1 } },
    start: 'a',
    steps: { a: { type: 'task', activity: 'log', with: { message: 'hi' }, readOnly: true } },
  }),
  'broken.saga.json': '{\n  "format": "sagaloom/v1",\n  "name": }\n',
  'type.saga.json': step({ type: 'taks' }),
  'dangling.saga.json': step({ next: 'nowhere' }),
  'newer.saga.json': saga({ format: 'sagaloom/v9', start: 'a', steps: {} }),
  'unknown.saga.json': step({ type: 'task', activity: 'htpp', assign: undefined }),
  'undo.saga.json': step({ type: 'task', activity: 'htpp', assign: undefined, compensate: { activity: 'logg' } }),
  'fine.mocks.json': '{ "a": [{ "return": 1 }] }',
  'kind.mocks.json': '{ "a": [{ "timeout": "soon" }] }',
  'step.mocks.json': '{ "a": [{ "return": 1 }], "aa#undo": [{ "return": 1 }] }',
  'when.mocks.json': '{ "a": [{ "return": 1 }, { "return": 2, "when": "1 +" }] }',
  'mocks.json': '{ "a": [{ "retrun": 1 }] }',
  'signals.json': '[{ "name": "go", "at": "soon" }]',
  'text.db': 'this is no database, however long it may be made to look like one',
};

beforeAll(async () => {
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(cwd, name), text)));
  await mkdir(path.join(cwd, 'readonly'), { mode: 0o555 });
  await writeFile(path.join(cwd, 'in-the-way'), '');
  await within(['run', 'fine.saga.json', '--input', '{"name":"x"}', '--id', 'ended', '--db', 'future.db'], { cwd });
  const future = new Database(path.join(cwd, 'future.db'));
  future.pragma('user_version = 9999');
  future.close();
  for (const db of ['.sagaloom/runs.db', 'second.db'])
    await within(['run', 'fine.saga.json', ...input, '--id', 'ended', '--db', db], { cwd });
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  port = (taken.address() as AddressInfo).port;
}, 60_000);

afterAll(() => void taken.close());

/** What is wrong, the command, its exit code, and what its one line must say. */
type Case = readonly [what: string, args: readonly string[], code: number, says: RegExp];

const input = ['--input', '{"name":"x"}'];
const readOnly = process.getuid?.() === 0 ? '/proc' : 'readonly';
const locked = process.getuid?.() === 0 ? '/sys/sagaloom/runs.db' : 'readonly/runs.db';

const cases: readonly Case[] = [
  ['broken JSON', ['run', 'broken.saga.json'], 1, /broken\.saga\.json:3:11: error JSON_SYNTAX/],
  [
    'an unknown step type',
    ['run', 'type.saga.json'],
    1,
    /type\.saga\.json:\d+:\d+: error \w+ \(step a, \/steps\/a\/type\): .*taks/,
  ],
  [
    'a dangling next',
    ['run', 'dangling.saga.json'],
    1,
    /dangling\.saga\.json:\d+:\d+: error \w+ \(step a, \/steps\/a\/next\): .*nowhere/,
  ],
  ['a format of the future', ['run', 'newer.saga.json'], 1, /newer\.saga\.json:\d+:\d+: error .*v9/],
  ['a file that is not there', ['run', 'none.saga.json'], 1, /There is no file none\.saga\.json/],
  ['a folder for a file', ['compile', 'readonly'], 1, /is a folder/],
  [
    'an input that does not fit',
    ['run', 'fine.saga.json', '--input', '{"name":1}'],
    1,
    /wrong at \/name.*--input @FILE/,
  ],
  ['an input that is absent', ['run', 'fine.saga.json'], 1, /input is wrong at its root/],
  [
    'an input that is not JSON',
    ['run', 'fine.saga.json', '--input', 'order.json'],
    1,
    /--input is not JSON.*give @order\.json/,
  ],
  ['an input file that is not there', ['run', 'fine.saga.json', '--input', '@none.json'], 1, /no file none\.json/],
  [
    'a config that is not declared',
    ['run', 'fine.saga.json', ...input, '--config', 'OTHER=1'],
    1,
    /not declared.*LIMIT/,
  ],
  [
    'a config of a wrong type',
    ['run', 'fine.saga.json', ...input, '--config', 'LIMIT=many'],
    1,
    /LIMIT must be a number.*--config/,
  ],
  ['a config without a value', ['run', 'fine.saga.json', ...input, '--config', 'LIMIT'], 1, /NAME=VALUE/],
  [
    'mocks that are wrong',
    ['run', 'fine.saga.json', ...input, '--mocks', 'mocks.json'],
    1,
    /mocks\.json is wrong at \/a\/0/,
  ],
  [
    'a duration that is none',
    ['run', 'fine.saga.json', ...input, '--timeout', 'soon'],
    1,
    /--timeout soon is not a duration/,
  ],
  ['two answers at once', ['run', 'fine.saga.json', ...input, '--json', '--trace', 'otlp'], 1, /choose one/],
  ['a trace of no form', ['run', 'fine.saga.json', '--trace', 'xml'], 1, /text, otlp, none/],
  ['an unknown flag', ['run', 'fine.saga.json', '--frob'], 1, /unknown option '--frob'/],
  ['an unknown verb', ['frob'], 1, /unknown command 'frob'/],
  ['a missing argument', ['history'], 1, /missing required argument 'run'/],
  ['too many arguments', ['runs', 'a', 'b'], 1, /too many arguments/],
  ['a run that is not there', ['history', 'none'], 1, /no run none/],
  ['a trace of a run that is not there', ['trace', 'none'], 1, /no run none/],
  ['a command to a run that is not there', ['cancel', 'none', '--db', 'second.db'], 1, /none/],
  ['a command that makes no sense', ['cancel', 'ended'], 5, /ended/],
  ['a number that is none', ['runs', '--limit', 'all'], 1, /--limit all is not a whole number/],
  ['an expression that fails', ['eval', '1 +'], 1, /./],
  ['a database from the future', ['run', 'fine.saga.json', ...input, '--db', 'future.db'], 4, /newer/],
  ['a database from the future, to read', ['runs', '--db', 'future.db'], 4, /newer/],
  ['a cursor that is none', ['runs', '--cursor', 'garbage', '--json'], 1, /--cursor garbage is not one of this list/],
  ['a cursor of another order', ['runs', '--sort', 'events', '--cursor', '17'], 1, /--cursor 17 .*same --sort/],
  [
    'a status in words that is none',
    ['runs', 'status:bogus'],
    1,
    /status:bogus: there is no such status\. Use running, /,
  ],
  ['what is no database', ['runs', '--db', 'text.db'], 4, /text\.db/],
  ['a database that is not there', ['runs', '--db', 'none.db'], 4, /none\.db/],
  ['a command to no database', ['cancel', 'x', '--db', 'none.db'], 4, /There is no database none\.db\. .*--db/],
  ['a signal to no database', ['signal', 'x', 'go', '--db', 'none.db'], 4, /There is no database none\.db\. .*--db/],
  ['deliveries of no database', ['deliveries', '--db', 'none.db'], 4, /There is no database none\.db\. .*--db/],
  [
    'a folder that cannot be written',
    ['run', 'fine.saga.json', ...input, '--db', locked],
    4,
    /runs\.db|sagaloom|readonly/,
  ],
  [
    'a file where a folder should be',
    ['run', 'fine.saga.json', ...input, '--db', 'in-the-way/runs.db'],
    4,
    /in-the-way/,
  ],
  [
    'an output that cannot be written',
    ['compile', 'fine.saga.json', '-o', 'in-the-way/x.json'],
    4,
    /in-the-way\/x\.json could not be written: a file is in the way\. Choose another place\./,
  ],
  [
    'an output in a folder that is not there',
    ['compile', 'fine.saga.json', '-o', 'nowhere/x.json'],
    4,
    /nowhere\/x\.json could not be written: there is no such folder\. Make it first/,
  ],
  [
    'an output that is a folder',
    ['compile', 'fine.saga.json', '-o', 'made'],
    4,
    /made could not be written: it is a folder/,
  ],
  [
    'a folder where there can be none',
    ['run', 'fine.saga.json', ...input, '--db', '/proc/sagaloom/runs.db'],
    4,
    /cannot be made/,
  ],
  [
    'a workspace where there can be none',
    ['init', '/proc/sagaloom/flows'],
    4,
    /\/proc\/sagaloom\/flows cannot be made/,
  ],
  [
    'mocks of a wrong kind',
    ['run', 'fine.saga.json', ...input, '--mocks', 'kind.mocks.json'],
    1,
    /kind\.mocks\.json is wrong at \/a\/0\/timeout: /,
  ],
  [
    'mocks of a step that is not there',
    ['run', 'fine.saga.json', ...input, '--mocks', 'step.mocks.json'],
    1,
    /at \/aa#undo: there is no step aa .*did you mean a\?/,
  ],
  [
    'mocks with a condition that is none',
    ['run', 'fine.saga.json', ...input, '--mocks', 'when.mocks.json'],
    1,
    /when\.mocks\.json is wrong at \/a\/1\/when: /,
  ],
  ['mocks that are no JSON', ['run', 'fine.saga.json', ...input, '--mocks', 'text.db'], 1, /text\.db is not JSON/],
  [
    'an activity that is not there',
    ['run', 'unknown.saga.json', '--db', 'second.db'],
    1,
    /unknown\.saga\.json:\d+:\d+: error ACTIVITY_UNKNOWN \(step a, .*htpp.*http/,
  ],
  [
    'an activity of an undo that is not there',
    ['run', 'undo.saga.json', '--mocks', 'fine.mocks.json'],
    1,
    /ACTIVITY_UNKNOWN \(step a, .*compensate.*logg/,
  ],
  ['a port in use', ['serve', '--port', 'TAKEN', '--db', 'third.db'], 4, /Port \d+ is in use.*--port 0/],
  [
    'a workspace that cannot be written',
    ['serve', '--port', '0', '--workflows', readOnly],
    4,
    /\.sagaloom cannot be made: .*another place|may not be written/,
  ],
  ['a workspace that is not there', ['serve', '--port', '0', '--workflows', 'nowhere'], 1, /no folder nowhere/],
  ['a port that is none', ['serve', '--port', '99999'], 1, /--port 99999/],
  [
    'a signals file that is wrong',
    ['run', 'fine.saga.json', ...input, '--signals', 'signals.json'],
    1,
    /at \/0\/at: it is a list/,
  ],
  ['signals that are no JSON', ['run', 'fine.saga.json', ...input, '--signals', 'text.db'], 1, /text\.db is not JSON/],
  [
    'a folder of workflows that is not there',
    ['run', 'fine.saga.json', ...input, '--workflows', 'nowhere'],
    1,
    /no folder .*nowhere/,
  ],
  [
    'a file to deploy that does not compile',
    ['deploy', 'dangling.saga.json'],
    1,
    /dangling\.saga\.json:\d+:\d+: error/,
  ],
  ['a start of a workflow that is not there', ['start', 'nobody'], 1, /no workflow nobody: deploy it/],
  ['a start with an input that does not fit', ['start', 'fine.saga.json'], 1, /input is wrong at its root/],
  [
    'a start with a config that is not declared',
    ['start', 'fine.saga.json', ...input, '--config', 'X=1'],
    1,
    /X is not declared/,
  ],
  ['a start with an id that is taken', ['start', 'fine.saga.json', ...input, '--id', 'ended'], 5, /ended/],
  ['a signal to a run that is not there', ['signal', 'none', 'go'], 1, /no run none/],
  ['a signal to a run that has ended', ['signal', 'ended', 'go'], 5, /ended/],
  ['a payload that is not JSON', ['signal', 'ended', 'go', '--payload', 'x'], 1, /--payload is not JSON/],
  ['a query that is not there', ['query', 'ended', 'none'], 1, /no query none/],
  ['a query of a run that is not there', ['query', 'none', 'x'], 1, /no run none/],
  ['an update of a run that has ended', ['update', 'ended', 'x'], 5, /ended/],
  ['a pause of a run that has ended', ['pause', 'ended'], 5, /ended/],
  ['a resume of a run that is not paused', ['resume', 'ended'], 5, /ended|not paused/],
  [
    'a reset to the end of a run',
    ['reset', 'ended', '--to', '4'],
    5,
    /^sagaloom: Event 4 of run ended is its end: choose an earlier one\.$/m,
  ],
  ['a reset to what is no event', ['reset', 'ended', '--to', '0'], 1, /: to is wrong: it is less than 1\.$/m],
  ['a signal to no run', ['signal', '', 'go'], 1, /: The run's id is wrong: it is empty\.$/m],
  ['a start with no id', ['start', 'fine.saga.json', ...input, '--id', ''], 1, /The run's id is wrong: it is empty/],
  [
    'a reason that is too long',
    ['cancel', 'ended', '--why', 'x'.repeat(1_001)],
    1,
    /why is wrong: it is longer than 1000/,
  ],
  ['a reason for what records none', ['query', 'ended', 'x', '--why', 'y'], 1, /unknown option '--why'/],
  ['a reset without a point', ['reset', 'ended'], 1, /--to <seq\|step>' not specified/],
  ['a fork at an event that is not there', ['fork', 'ended', '--at', '99'], 1, /no event 99/],
  [
    'a fork that is mocked and real',
    ['fork', 'ended', '--at', '1', '--real', '--mocks', 'fine.mocks.json'],
    1,
    /choose one/,
  ],
  [
    'a fork with mocks that are wrong',
    ['fork', 'ended', '--at', '1', '--mocks', 'mocks.json'],
    1,
    /mocks\.json is wrong at \/a\/0/,
  ],
  [
    'a fork with mocks of a step that is not there',
    ['fork', 'ended', '--at', '1', '--mocks', 'step.mocks.json'],
    1,
    /at \/aa#undo: there is no step aa/,
  ],
  ['a fork of a run that is not there', ['fork', 'none', '--at', '1', '--mocks', 'fine.mocks.json'], 1, /no run none/],
  ['a migration of a run that has ended', ['migrate', 'ended', 'fine.saga.json'], 5, /ended/],
  ['a migration to a file that is not there', ['migrate', 'ended', 'none.saga.json'], 1, /no file none/],
  ['schedules of no database', ['schedules', '--db', 'none.db'], 4, /There is no database none\.db\. .*--db/],
  ['a trigger that is not there', ['trigger', 'none'], 1, /no trigger none; there are none/],
  ['a check of a file that is not there', ['check-upgrade', 'none.saga.json'], 1, /no file none/],
  ['a check against no database', ['check-upgrade', 'fine.saga.json', '--db', 'none.db'], 4, /none\.db/],
  ['a heat of no database', ['heat', 'order', '--db', 'none.db'], 4, /none\.db/],
  ['a heat since no time', ['heat', 'order', '--since', 'monday'], 1, /--since monday is not a time/],
  ['a status that is none', ['runs', '--status', 'lost'], 1, /Allowed choices are running/],
  ['an attribute that is none', ['runs', '--attribute', 'x'], 1, /--attribute x is not NAME=VALUE/],
  ['a time to keep runs that is none', ['serve', '--port', '0', '--keep', 'long'], 1, /--keep long is not a duration/],
  ['a workspace that is there already', ['init', 'made'], 5, /is there already; nothing was changed/],
];

describe('each failure is one line, with the exit code that says whose it is', () => {
  beforeAll(() => within(['init', 'made'], { cwd }));

  test.each(cases)('%s', async (_, args, code, says) => {
    const given = args.map((arg) => (arg === 'TAKEN' ? String(port) : arg));
    const { stdout, stderr, ...ended } = await within(given, { cwd });
    expect({ code: ended.code, stdout, stderr }).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(says) as string,
    });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^sagaloom: /);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+\)?$/m); // no stack
  });

  test.concurrent.each([
    ['wrong input', ['run', 'broken.saga.json'], 1],
    ['the environment', ['run', 'fine.saga.json', ...input, '--db', 'in-the-way/runs.db'], 4],
    ['a refusal', ['cancel', 'ended'], 5],
  ] as const)('%s by the bin itself', async (_, args, code) => {
    const ended = await sagaloom(args, { cwd });
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(/^sagaloom: .*\n$/) as string });
  });

  test('nothing of a failed start is recorded', async () => {
    const { stdout } = await within(['runs', '--json'], { cwd });
    const { items } = JSON.parse(stdout) as { items: readonly { runId: string }[] };
    expect(items.map(({ runId }) => runId)).toEqual(['ended']);
  });
});
