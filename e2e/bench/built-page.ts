/** A bench's page: built, served on a free port of loopback, and gone afterwards. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** `folder`: where the page is, in `renderer/`. Gives back what the work gave. */
export async function withBuiltPage<T>(folder: string, work: (url: string) => Promise<T>): Promise<T> {
  const built = mkdtempSync(path.join(tmpdir(), 'sagaloom-bench-'));
  try {
    build(path.join(root, 'renderer', folder), built);
    const server = await serve(built);
    return await work(addressOf(server)).finally(() => server.close());
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

function build(page: string, into: string): void {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = path.join(root, 'renderer', 'vite.config.ts');
  const options = ['--config', config, '--outDir', into, '--emptyOutDir', '--logLevel', 'error'];
  execFileSync(process.execPath, [vite, 'build', page, ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(folder, pathname === '/' ? 'index.html' : path.normalize(pathname));
    readFile(file).then(
      (content) => {
        response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page has no port');
  return `http://127.0.0.1:${address.port}/`;
}
