/** A thread of the tests: does what its task says. */
import { serveTasks, type TaskTools } from '../serve.ts';

const kept: unknown[] = [];

const tasks = {
  echo: (_: TaskTools, value: unknown) => value,
  env: () => Object.keys(process.env),
  break: () => {
    throw new Error('as it was told');
  },
  exit: () => process.exit(3),
  forever: ({ note }: TaskTools) => {
    note('begun');
    for (;;);
  },
  untilStopped: ({ note, isStopped }: TaskTools) => {
    note('begun');
    while (!isStopped());
    return 'stopped';
  },
  fill: () => {
    for (;;) kept.push(Array.from({ length: 1_000 }, (_, index) => ({ index })));
  },
};

serveTasks((task, tools) => {
  const { name, value } = task as { readonly name: keyof typeof tasks; readonly value?: unknown };
  return tasks[name](tools, value);
});
