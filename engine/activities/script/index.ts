import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { scriptInput, scriptOutput } from './schema.ts';

const docs = `Runs JavaScript in an engine of its own (QuickJS in WebAssembly), in a thread beside the engine's. The code sees:

- \`input\`: what the step gave it;
- \`step.key\`: the idempotency key of the step;
- \`console.log\`, \`debug\`, \`info\`, \`warn\`, \`error\`: written to the log, 100 lines of 2,000 characters at most.

It reaches nothing else: no files, no network, no process, no timers, no \`import\`. \`Date\` and \`Math.random\` are there, because the result
is recorded and never computed again.

**The code** is the body of an async function in strict mode: \`return\` gives the result, \`await\` works. Or it is a module: its
\`export default\` is called with the input if it is a function, and is the result itself if it is not. It is a module where it is no
function body and a line begins with \`export\`.

**The result** has to be JSON: a number that is not finite, a bigint, a function or a symbol anywhere in it is the error \`script.output\`;
members that are undefined are left out, and nothing at all is \`null\`. At most 16 MiB, nested 200 deep.

Each attempt has a fresh engine; nothing of an earlier one can be seen. A script has no effects, so all its errors have effect \`none\`:

| error | when | tried again |
| --- | --- | --- |
| \`script.error\` | the code threw; with \`details.line\` and \`column\` of your code | as the step says |
| \`script.syntax\` | it is not JavaScript | never |
| \`script.timeout\` | it took longer than \`timeout\` | as the step says |
| \`script.memory\` | it needed more than \`memoryMb\` | as the step says |
| \`script.output\` | the result is not JSON, or too large | as the step says |`;

export const scriptActivity = defineActivity({
  name: 'script',
  summary: 'Runs JavaScript that sees nothing but its input.',
  docs,
  examples: [
    {
      title: 'Sum up',
      with: {
        code: 'const total = input.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);\nreturn { total };',
        input: { lines: '{% input.lines %}' },
      },
    },
    {
      title: 'A module, with less time',
      with: {
        code: 'const clean = (text) => text.trim().toLowerCase();\n\nexport default ({ names }) => [...new Set(names.map(clean))];',
        input: { names: ['Ada', ' ada ', 'Bob'] },
        timeout: '500ms',
      },
    },
  ],
  category: 'code',
  icon: 'M5 4L1.5 8L5 12 M11 4L14.5 8L11 12 M9.25 2.5L6.75 13.5',
  input: scriptInput,
  output: scriptOutput,
  ...lazily(() => import('./perform.ts')),
});
