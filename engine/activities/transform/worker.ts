/** A thread of conversions. */
import { serveTasks } from '../threads/serve.ts';
import { convert } from './convert.ts';
import type { TransformTask } from './protocol.ts';

serveTasks((task) => convert(task as TransformTask));
