import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../program.ts';
import { within } from '../testing/within.ts';
import { scripts, shells } from './scripts.ts';
import { verbsOf } from './tree.ts';

const root = buildProgram(() => {});
const verbs = verbsOf(root);

const isHere = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash offers at the end of a line. */
function offered(line: string): readonly string[] {
  const words = line.split(' ');
  const list = words.map((word) => `'${word}'`).join(' ');
  const script = `${scripts.bash(verbs)}\nCOMP_WORDS=(${list}) COMP_CWORD=${words.length - 1}\n_sagaloom\necho "\${COMPREPLY[*]}"`;
  return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).split(/\s+/).filter(Boolean);
}

describe('completions', () => {
  test.each(shells)('for %s name every verb and every flag', async (shell) => {
    const { code, stdout } = await within(['completions', shell], { cwd: process.cwd() });
    expect(code).toBe(0);
    for (const command of root.commands) {
      expect(stdout).toContain(command.name());
      for (const { long } of command.options) expect(stdout).toContain(long?.replace(/^--/, ''));
    }
  });

  test('another shell is refused', async () => {
    expect(await within(['completions', 'tcsh'], { cwd: process.cwd() })).toMatchObject({ code: 1, stdout: '' });
  });

  test.runIf(isHere('bash')).each([
    ['sagaloom va', ['validate']],
    ['sagaloom --v', ['--version']],
    ['sagaloom run --mo', ['--mocks', '--mocks-only']],
    ['sagaloom run x.saga.json --trace ', ['text', 'otlp', 'none']],
    ['sagaloom projections ', ['rebuild']],
    ['sagaloom completions f', ['fish']],
    ['sagaloom run ', []], // files, which bash itself knows
  ])('bash, after "%s"', (line, words) => {
    expect(offered(line)).toEqual(words);
  });

  test.runIf(isHere('bash'))('bash takes the script as it is, and keeps it', () => {
    const told = execFileSync('bash', ['--norc', '-c', `${scripts.bash(verbs)}\ncomplete -p sagaloom`], {
      encoding: 'utf8',
    });
    expect(told).toBe('complete -o default -F _sagaloom sagaloom\n');
  });

  test.each((['zsh', 'fish'] as const).filter(isHere))('%s can read its script', (shell) => {
    expect(spawnSync(shell, ['--no-execute', '-c', scripts[shell](verbs)])).toMatchObject({ status: 0 });
  });
});
