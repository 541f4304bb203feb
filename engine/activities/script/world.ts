import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core';
import { STACK_BYTES } from './limits.ts';
import { type CompiledWasm, newMemory, type WasmMemory } from './wasm.ts';

/** Its types are those of CommonJS, where the default would be one further in. */
const release = variant as unknown as QuickJSSyncVariant;

/** What QuickJS was built to begin with; its stack and its own data are in it. */
const INITIAL_BYTES = 16 * 1024 * 1024;

/** One attempt's own engine: a memory of its own too, so that nothing of one is left for the next, and all of it is given back. */
export interface World {
  readonly context: QuickJSContext;
  readonly runtime: QuickJSRuntime;
  readonly memory: WasmMemory;
  readonly memoryBytes: number;
}

export async function newWorld(wasm: CompiledWasm, memoryBytes: number): Promise<World> {
  const memory = newMemory(INITIAL_BYTES, INITIAL_BYTES + 2 * memoryBytes);
  const quickjs = await newQuickJSWASMModuleFromVariant(variantOf(wasm, memory));
  const runtime = quickjs.newRuntime({ memoryLimitBytes: memoryBytes, maxStackSizeBytes: STACK_BYTES });
  return { runtime, context: runtime.newContext(), memory, memoryBytes };
}

/** It had to grow beyond what the script may have. */
export const isFull = ({ memory, memoryBytes }: World): boolean => memory.buffer.byteLength >= memoryBytes;

const variantOf = (wasm: CompiledWasm, memory: WasmMemory): QuickJSSyncVariant =>
  newVariant(release, { wasmModule: wasm, wasmMemory: memory });

/** What it is, where it is an error of this world. Reading it runs getters of the user's: it may fail, and never says more than it has. */
export interface ErrorParts {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** Null: what was thrown is no error. */
export function errorParts(context: QuickJSContext, thrown: QuickJSHandle): ErrorParts | null {
  if (context.typeof(thrown) !== 'object') return null;
  const part = (name: string): string | null => {
    const value = property(context, thrown, name);
    if (value === null) return null;
    const text = context.typeof(value) === 'string' ? context.getString(value) : null;
    value.dispose();
    return text;
  };
  const stack = part('stack');
  const message = part('message');
  if (stack === null && message === null) return null;
  return { name: part('name') ?? 'Error', message: message ?? '', stack: stack ?? '' };
}

/** A getter that throws gives null. */
function property(context: QuickJSContext, of: QuickJSHandle, name: string): QuickJSHandle | null {
  try {
    return context.getProp(of, name);
  } catch {
    return null;
  }
}
