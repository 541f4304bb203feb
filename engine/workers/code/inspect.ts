/** Where debuggers look first. */
const DEFAULT_PORT = 9229;

/** `SAGALOOM_INSPECT=1`, or the port: the code's process is to be open to a debugger. Null: it is not. */
export function inspectPortOf(env: NodeJS.ProcessEnv): number | null {
  const given = env['SAGALOOM_INSPECT'];
  if (given === undefined || /^(?:|0|false|no|off)$/i.test(given)) return null;
  const port = Number(given);
  return Number.isInteger(port) && port > 1 && port <= 65_535 ? port : DEFAULT_PORT;
}
