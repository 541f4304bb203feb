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

/** With JetStream. */
export async function natsServer(more: readonly string[] = []): Promise<TestServer | null> {
  const file = files.nats;
  if (file === null) return null;
  return startServer('nats', {
    version: versionOf(file, ['-v']),
    url: (port) => `nats://127.0.0.1:${port}`,
    programs: async (folder, port) => [
      { file, args: ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', join(folder, 'store'), ...more] },
    ],
  });
}

/** Each write is on disk before it is answered. */
export async function redisServer(more: readonly string[] = []): Promise<TestServer | null> {
  const file = files.redis;
  if (file === null) return null;
  const lasting = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  return startServer('redis', {
    version: versionOf(file, ['-v']),
    url: (port) => `redis://127.0.0.1:${port}`,
    programs: async (folder, port) => [
      { file, args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, ...lasting, ...more] },
    ],
  });
}

/** Keeps sessions and messages over a restart, and, as far as it can, over a kill. */
export async function mqttServer(): Promise<TestServer | null> {
  const file = files.mqtt;
  if (file === null) return null;
  return startServer('mosquitto', {
    version: versionOf(file, ['-h']),
    url: (port) => `mqtt://127.0.0.1:${port}`,
    async programs(folder, port) {
      const settings = join(folder, 'mosquitto.conf');
      writeFileSync(settings, mosquittoSettings(folder, port));
      return [{ file, args: ['-c', settings] }];
    },
  });
}

const mosquittoSettings = (folder: string, port: number): string =>
  [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${folder}/`,
    'autosave_interval 1',
    'autosave_on_changes true',
    `user ${userInfo().username}`, // as root it would become another user, who may not write here
    '',
  ].join('\n');

/** Takes some ten seconds to start. */
export async function rabbitServer(): Promise<TestServer | null> {
  const { rabbit, epmd } = files;
  if (rabbit === null || epmd === null) return null;
  const [epmdPort, distributionPort] = [await freePort(), await freePort()];
  return startServer('rabbitmq', {
    version: rabbitVersion(rabbit),
    url: (port) => `amqp://guest:guest@127.0.0.1:${port}`,
    programs: async (folder, port) => [
      // Erlang's own would take the one port that all share, and stay.
      { file: epmd, args: ['-port', String(epmdPort), '-address', '127.0.0.1'] },
      rabbitProgram(rabbit, folder, { port, epmdPort, distributionPort }),
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

function rabbitProgram(file: string, folder: string, { port, epmdPort, distributionPort }: RabbitPorts): Program {
  const path = (name: string): string => join(folder, name);
  writeFileSync(
    path('rabbitmq.conf'),
    `listeners.tcp.1 = 127.0.0.1:${port}\nlog.console = true\nlog.console.level = error\n`,
  );
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
