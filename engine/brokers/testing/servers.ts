import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import {
  freePort,
  type Program,
  programPath,
  startServer,
  takesConnections,
  type TestServer,
  versionOf,
} from './program.ts';

/**
 * The real brokers, each on a free port of the loopback with a folder and processes of its own. Null: the program is not installed. A
 * test says so aloud: `describe.skipIf(!isInstalled.nats)`.
 */
const files = {
  nats: programPath('nats-server'),
  redis: programPath('redis-server'),
  mqtt: programPath('mosquitto'),
  // Not Debian's wrapper of the same name, which runs only as root or as the user rabbitmq.
  rabbit: programPath('rabbitmq-server', ['/usr/lib/rabbitmq/bin']),
  epmd: programPath('epmd'),
};

export const isInstalled = {
  nats: files.nats !== null,
  redis: files.redis !== null,
  mqtt: files.mqtt !== null,
  rabbitmq: files.rabbit !== null && files.epmd !== null,
};

/** PEM texts: the server shows its certificate, and takes only who shows one that the authority has signed. */
interface Tls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

interface ServerOptions {
  /** Arguments of the program, beside those it is started with. */
  readonly args?: readonly string[];
  readonly tls?: Tls;
}

function pemFiles(folder: string, tls: Tls): Tls {
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  return { ca: write('ca.pem', tls.ca), cert: write('cert.pem', tls.cert), key: write('key.pem', tls.key) };
}

/** With JetStream. */
export async function natsServer({ args = [], tls }: ServerOptions = {}): Promise<TestServer | null> {
  const file = files.nats;
  if (file === null) return null;
  const secured = (folder: string): readonly string[] => {
    if (tls === undefined) return [];
    const { ca, cert, key } = pemFiles(folder, tls);
    return ['--tlsverify', '--tlscert', cert, '--tlskey', key, '--tlscacert', ca];
  };
  return startServer('nats', {
    version: versionOf(file, ['-v']),
    url: (port) => `${tls ? 'tls' : 'nats'}://127.0.0.1:${port}`,
    programs: async (folder, port) => {
      const store = ['-js', '-sd', join(folder, 'store')];
      return [{ file, args: ['-a', '127.0.0.1', '-p', String(port), ...store, ...secured(folder), ...args] }];
    },
  });
}

/** Each write is on disk before it is answered. */
export async function redisServer({ args = [], tls }: ServerOptions = {}): Promise<TestServer | null> {
  const file = files.redis;
  if (file === null) return null;
  const lasting = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const listening = (folder: string, port: number): readonly string[] => {
    if (tls === undefined) return ['--port', String(port)];
    const { ca, cert, key } = pemFiles(folder, tls);
    const pem = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca];
    return ['--port', '0', '--tls-port', String(port), ...pem];
  };
  return startServer('redis', {
    version: versionOf(file, ['-v']),
    url: (port) => `${tls ? 'rediss' : 'redis'}://127.0.0.1:${port}`,
    programs: async (folder, port) => [
      { file, args: ['--bind', '127.0.0.1', ...listening(folder, port), '--dir', folder, ...lasting, ...args] },
    ],
  });
}

/** Keeps sessions and messages over a restart, and, as far as it can, over a kill. */
export async function mqttServer({ args = [], tls }: ServerOptions = {}): Promise<TestServer | null> {
  const file = files.mqtt;
  if (file === null) return null;
  return startServer('mosquitto', {
    version: versionOf(file, ['-h']),
    url: (port) => `${tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`,
    async programs(folder, port) {
      const settings = join(folder, 'mosquitto.conf');
      writeFileSync(settings, mosquittoSettings(folder, port, tls && pemFiles(folder, tls)));
      return [{ file, args: ['-c', settings, ...args] }];
    },
  });
}

const mosquittoSettings = (folder: string, port: number, tls: Tls | undefined): string =>
  [
    `listener ${port} 127.0.0.1`,
    ...(tls ? [`cafile ${tls.ca}`, `certfile ${tls.cert}`, `keyfile ${tls.key}`, 'require_certificate true'] : []),
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${folder}/`,
    'autosave_interval 1',
    'autosave_on_changes true',
    `user ${userInfo().username}`, // as root it would become another user, who may not write here
    '',
  ].join('\n');

/** Takes some ten seconds to start. */
export async function rabbitServer({ tls }: Pick<ServerOptions, 'tls'> = {}): Promise<TestServer | null> {
  const { rabbit, epmd } = files;
  if (rabbit === null || epmd === null) return null;
  const [epmdPort, distributionPort] = [await freePort(), await freePort()];
  return startServer('rabbitmq', {
    version: rabbitVersion(rabbit),
    url: (port) => `${tls ? 'amqps' : 'amqp'}://guest:guest@127.0.0.1:${port}`,
    programs: async (folder, port) => [
      // Erlang's own would take the one port that all share, and stay.
      { file: epmd, args: ['-port', String(epmdPort), '-address', '127.0.0.1'] },
      rabbitProgram(rabbit, folder, { port, epmdPort, distributionPort }, tls && pemFiles(folder, tls)),
    ],
    isReady: async (port) => (await takesConnections(epmdPort)) && takesConnections(port),
  });
}

/** Of the folder beside its programs: asking the server itself takes seconds. */
function rabbitVersion(file: string): string {
  const folder = join(dirname(file), '..', 'lib');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return (
    names.map((name) => /^rabbitmq_server-(.*)$/.exec(name)?.[1]).find((version) => version !== undefined) ?? 'unknown'
  );
}

interface RabbitPorts {
  readonly port: number;
  readonly epmdPort: number;
  readonly distributionPort: number;
}

function rabbitProgram(file: string, folder: string, ports: RabbitPorts, tls: Tls | undefined): Program {
  const { port, epmdPort, distributionPort } = ports;
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('rabbitmq.conf'), rabbitSettings(port, tls));
  writeFileSync(path('plugins'), '[].\n');
  writeFileSync(path('advanced.config'), '[].\n');
  mkdirSync(path('mnesia'), { recursive: true });
  return {
    file,
    args: [],
    env: {
      ...process.env,
      HOME: folder, // of Erlang's cookie
      ERL_EPMD_PORT: String(epmdPort),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: `sagaloom-${port}@localhost`,
      RABBITMQ_DIST_PORT: String(distributionPort),
      RABBITMQ_CONFIG_FILE: path('rabbitmq.conf'),
      RABBITMQ_ADVANCED_CONFIG_FILE: path('advanced.config'),
      RABBITMQ_CONF_ENV_FILE: path('none'),
      RABBITMQ_ENABLED_PLUGINS_FILE: path('plugins'),
      RABBITMQ_MNESIA_BASE: path('mnesia'),
      RABBITMQ_LOG_BASE: path('log'),
      RABBITMQ_PID_FILE: path('pid'),
      RABBITMQ_GENERATED_CONFIG_DIR: path('generated'),
    },
  };
}

const rabbitSettings = (port: number, tls: Tls | undefined): string =>
  [
    tls ? 'listeners.tcp = none' : `listeners.tcp.1 = 127.0.0.1:${port}`,
    ...(tls ? rabbitTls(port, tls) : []),
    'log.console = true',
    'log.console.level = error',
    '',
  ].join('\n');

const rabbitTls = (port: number, { ca, cert, key }: Tls): readonly string[] => [
  `listeners.ssl.1 = 127.0.0.1:${port}`,
  `ssl_options.cacertfile = ${ca}`,
  `ssl_options.certfile = ${cert}`,
  `ssl_options.keyfile = ${key}`,
  'ssl_options.verify = verify_peer',
  'ssl_options.fail_if_no_peer_cert = true',
];
