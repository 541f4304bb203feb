import type { RunStarted } from '@sagaloom/engine/core';

/** How a history begins, for tests that go on from there. */
export const runStarted: RunStarted = {
  type: 'RunStarted',
  runId: 'r',
  runKey: 'r',
  workflow: 'order',
  hash: '',
  semantics: 1,
  seed: '',
  input: null,
  config: {},
  variables: {},
  deadline: null,
  traceparent: null,
};
