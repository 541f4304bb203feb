import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { shellInput, shellOutput } from './schema.ts';

const docs = `Runs a program of this machine, in a folder of the workspace. It is **off until a person of this machine trusts the workspace** (\`sagaloom trust\`): before that the error is \`shell.untrusted\`. \`shell.programs\` in \`sagaloom.config.json\` may list the only programs allowed.

\`command\` is the program and its arguments, one text each. No shell reads them, so nothing in them is expanded, and a value can be no more than a value; whoever wants a pipe runs \`["sh", "-c", "…"]\` and gives values by \`env\`.

**It sees** PATH, HOME, LANG and TZ of the engine and what \`env\` gives; beside them \`SAGALOOM_RUN_ID\`, \`SAGALOOM_STEP_KEY\` (the idempotency key, the same for all attempts), \`SAGALOOM_ATTEMPT\` and, in a trace, \`TRACEPARENT\`. \`stdin\` is a text, or JSON.

**It gives** \`{ exitCode, stdout, stderr, truncated }\`; \`stdout\` as \`text\`, \`json\`, \`lines\` or \`base64\`. Of each stream \`maxOutput\` bytes (256 KiB) are kept: of a longer text the first and the last half of them, with a line between that says how much is left out; JSON, lines and bytes cannot do with a part, so then the program is ended, with the error \`shell.tooMuchOutput\`.

**It ends** with all it started, when the program ends, when \`timeout\` (10 minutes) is over, or when the step is cancelled: SIGTERM to the whole process group, SIGKILL after \`grace\` (5s). On Linux those that left the group are found as well, and what an engine left that was killed is ended before the next attempt begins.

**Errors.** Nothing was done (effect none): \`shell.untrusted\`, \`shell.notAllowed\`, \`shell.notFound\`, \`shell.notStarted\`. What a program did before it failed nobody knows (effect unknown): \`shell.exit\` with code, signal and the last of its errors, when the code is none of \`success\` (0), \`shell.timeout\`, \`shell.json\`, \`shell.tooMuchOutput\`, \`cancelled\`. A program that may be run again should keep to \`SAGALOOM_STEP_KEY\`. Made for Linux and macOS; Windows has no process groups, so that what a program starts there may outlive it.`;

export const shellActivity = defineActivity({
  name: 'shell',
  summary: 'Runs a program, once the workspace is trusted.',
  docs,
  examples: [
    {
      title: 'A program, its output line by line',
      with: { command: ['git', 'log', '--format=%s', '-5'], stdout: 'lines' },
    },
    {
      title: 'JSON in, JSON out, with a secret',
      with: {
        command: ['python3', 'scripts/score.py'],
        stdin: '{% vars.order %}',
        stdout: 'json',
        env: { TOKEN: '{% secrets.SCORE_TOKEN %}' },
        timeout: '30s',
      },
    },
  ],
  category: 'code',
  icon: 'M2.5 3h11v10h-11z M5 6l2 2l-2 2 M8.5 10.5h2.5',
  input: shellInput,
  output: shellOutput,
  ...lazily(() => import('./perform.ts')),
});
