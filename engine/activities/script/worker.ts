/** A thread of scripts. */
import { workerData } from 'node:worker_threads';
import { serveTasks } from '../threads/serve.ts';
import type { ScriptTask } from './protocol.ts';
import { runScript } from './run.ts';
import type { CompiledWasm } from './wasm.ts';

const { wasm } = workerData as { readonly wasm: CompiledWasm };

serveTasks((task, { note, isStopped }) => runScript(wasm, task as ScriptTask, { write: note, isStopped }));
