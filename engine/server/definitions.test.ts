import { utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { latestOf, workspaceWorkflows } from './definitions.ts';
import { makeWorkspace, saga } from './testing/place.ts';

const named = (name: string, output: unknown): string =>
  saga({ name, start: 'done', steps: { done: { type: 'succeed', output } } });

describe('[LI2] the workflow behind a name', () => {
  test('is the file that has the name inside, whatever it is called', async () => {
    const workspace = await makeWorkspace({ 'a.saga.json': named('order', 1), 'b.saga.json': named('other', 2) });
    const found = await workspaceWorkflows(workspace).find('order');
    expect(found?.definition).toMatchObject({ name: 'order' });
    expect(await workspaceWorkflows(workspace).find('a')).toBeNull();
  });

  test('of several with the name it is the one that is called so', async () => {
    const workspace = await makeWorkspace({
      'copy.saga.json': named('order', 'copy'),
      'order.saga.json': named('order', 'it'),
    });
    expect(JSON.stringify(await workspaceWorkflows(workspace).find('order'))).toContain('"it"');
  });

  test('is as the file is now', async () => {
    const workspace = await makeWorkspace({ 'order.saga.json': named('order', 'before') });
    const workflows = workspaceWorkflows(workspace);
    const before = await workflows.find('order');
    const file = path.join(workspace, 'order.saga.json');
    await writeFile(file, named('order', 'after!'));
    await utimes(file, 1, 1);
    const after = await workflows.find('order');
    expect(after?.hash).not.toBe(before?.hash);
    await writeFile(file, named('renamed', 'after!'));
    await utimes(file, 2, 2);
    expect(await workflows.find('order')).toBeNull();
  });

  test('is not there while it does not compile, and says so', async () => {
    const said: string[] = [];
    const workspace = await makeWorkspace({
      'order.saga.json': saga({ name: 'order', start: 'none', steps: {} }),
      'x.saga.json': '{',
    });
    expect(await workspaceWorkflows(workspace, (line) => said.push(line)).find('order')).toBeNull();
    expect(said).toEqual([expect.stringContaining('order.saga.json does not compile') as string]);
  });

  test('is what is deployed, before any file', async () => {
    const workspace = await makeWorkspace({ 'order.saga.json': named('order', 'file') });
    const workflows = workspaceWorkflows(workspace);
    const deployed = {
      format: 'sagaloom/v1',
      name: 'order',
      start: 'done',
      steps: { done: { type: 'succeed', output: 'deployed' } },
    };
    const found = await latestOf('order', () => deployed, workflows);
    expect(JSON.stringify(found?.definition)).toContain('deployed');
    expect(JSON.stringify(await latestOf('order', () => null, workflows))).toContain('file');
  });
});
