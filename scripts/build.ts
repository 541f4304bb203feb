/** Builds what has to be built: the page, and the desktop's own files. The engine runs from its sources. */
import { run } from './run.ts';

for (const workspace of ['renderer', 'electron']) {
  const { code } = await run('npm', ['run', '--silent', 'build', '--workspace', workspace]);
  if (code !== 0) process.exit(code);
}
