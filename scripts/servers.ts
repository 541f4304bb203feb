/**
 * `node scripts/servers.ts`: all tests against real servers, and what they ran against: server, version, tests passed, failed and skipped.
 * Fails where a server is not installed: this is the proof that nothing was left out.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from './root.ts';
import { run } from './run.ts';
import { totalLine, type VitestReport, vitestTotals } from './totals.ts';

interface Server {
  readonly name: string;
  readonly version: readonly string[];
  /** Of a test: its file and its full name. */
  readonly tests: RegExp;
}

const servers: readonly Server[] = [
  { name: 'PostgreSQL', version: ['psql', '--version'], tests: /sql\/.*postgres/i },
  { name: 'MariaDB', version: ['mariadbd', '--version'], tests: /sql\/.*(mariadb|mysql)/i },
  {
    name: 'SQLite',
    version: [
      process.execPath,
      '-p',
      'new (require("better-sqlite3"))(":memory:").prepare("SELECT sqlite_version()").pluck().get()',
    ],
    tests: /sql\/.*sqlite/i,
  },
  { name: 'NATS', version: ['nats-server', '--version'], tests: /(brokers|publish|triggers|fulfilment).*nats/i },
  { name: 'Redis', version: ['redis-server', '--version'], tests: /(brokers|publish|triggers).*redis/i },
  {
    name: 'RabbitMQ',
    version: ['dpkg-query', '-W', '-f=${Version}', 'rabbitmq-server'],
    tests: /(brokers|publish|triggers).*rabbit/i,
  },
  { name: 'Mosquitto', version: ['mosquitto', '-h'], tests: /(brokers|publish|triggers).*(mqtt|mosquitto)/i },
  { name: 'tinyproxy', version: ['tinyproxy', '-v'], tests: /http\/proxy/i },
  { name: 'OpenSSL (certificates)', version: ['openssl', 'version'], tests: /\/tls\.test/i },
  {
    name: 'gRPC (grpc-js)',
    version: [process.execPath, '-p', 'require("@grpc/grpc-js/package.json").version'],
    tests: /activities\/grpc/,
  },
  { name: 'HTTP (Node)', version: [process.execPath, '--version'], tests: /activities\/(http|openapi|network)\// },
];

const reportFile = inRoot('test-results', 'servers.json');
const folders = ['engine/activities', 'engine/brokers', 'engine/server/triggers', 'examples/fulfilment'];

async function versionOf({ version: [command = '', ...args] }: Server): Promise<string | null> {
  const { code, output } = await run(command, args, { quiet: true });
  const [line] = /\d+\.\d+[\w.:+~-]*/.exec(output) ?? [];
  return code === 127 || line === undefined ? null : line;
}

function only(report: VitestReport, tests: RegExp): VitestReport {
  const testResults = report.testResults.map((file) => ({
    ...file,
    status: 'passed', // a file that failed has a test that did
    assertionResults: file.assertionResults.filter(({ fullName }) => tests.test(`${file.name} ${fullName}`)),
  }));
  return { testResults };
}

const vitest = inRoot('node_modules/vitest/vitest.mjs');
const ran = await run(process.execPath, [
  vitest,
  'run',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...folders,
]);
const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport;

let isWhole = ran.code === 0;
console.log('\n| server | version | passed | failed | skipped |\n| --- | --- | --- | --- | --- |');
for (const server of servers) {
  const version = await versionOf(server);
  const { passed, failed, skipped } = vitestTotals(only(report, server.tests));
  console.log(
    `| ${server.name} | ${version ?? '**not installed**'} | ${passed} | ${failed.length} | ${skipped.length} |`,
  );
  isWhole &&= version !== null && passed > 0 && failed.length === 0;
}
const all = vitestTotals(report);
for (const title of all.skipped) console.log(`\nskipped: ${title}`);
console.log(`\n${totalLine(all)}`);
process.exitCode = isWhole ? 0 : 1;
