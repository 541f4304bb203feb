/**
 * `npm start`: the designer in a desktop window where one can be had, else as a page.
 * `--page` and `--desktop` choose; every other flag goes on to `sagaloom serve`, or to the window.
 */
import { spawn } from 'node:child_process';
import { electronBinary, installElectron } from './electron-binary.ts';
import { buildIfStale } from './fresh.ts';
import { inRoot, root } from './root.ts';
import { chooseTarget, type Facts, readFlags, type Target } from './target.ts';

const ENVIRONMENT = 4;

const flags = readFlags(process.argv.slice(2));

function facts(): Facts {
  const isLinux = process.platform === 'linux';
  return {
    asked: flags.asked,
    hasBinary: electronBinary() !== undefined,
    hasDisplay: !isLinux || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']),
    isRootOnLinux: isLinux && process.getuid?.() === 0,
  };
}

async function show(target: Target): Promise<void> {
  switch (target.kind) {
    case 'desktop':
      return showWindow();
    case 'download':
      return show(await afterDownload());
    case 'page':
      if (target.because !== undefined) console.log(`No desktop window: ${target.because}. Serving the page instead.`);
      return showPage();
    case 'refused':
      console.error(`No desktop window: ${target.because}. Use \`npm start -- --page\` for the page.`);
      process.exitCode = ENVIRONMENT;
  }
}

async function afterDownload(): Promise<Target> {
  const because = await installElectron();
  if (because === undefined) return { kind: 'desktop' };
  return { kind: flags.asked === 'desktop' ? 'refused' : 'page', because };
}

async function showPage(): Promise<void> {
  await build('renderer');
  const examples = flags.rest.includes('--workflows') ? [] : ['--workflows', inRoot('examples')];
  // The command line takes over this very process: one process less to outlive its parent.
  process.argv = [process.execPath, inRoot('engine', 'bin', 'sagaloom'), 'serve', ...examples, ...flags.rest];
  await import('../engine/cli/main.ts');
}

async function showWindow(): Promise<void> {
  await build('renderer');
  await build('electron');
  const binary = electronBinary();
  if (binary === undefined) throw new Error('Electron was there a moment ago');
  const child = spawn(binary, [inRoot('electron'), ...flags.rest], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 0));
}

async function build(part: 'renderer' | 'electron'): Promise<void> {
  if (!(await buildIfStale(part))) process.exit(1);
}

await show(chooseTarget(facts()));
