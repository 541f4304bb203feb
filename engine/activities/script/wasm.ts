declare const compiledWasm: unique symbol;

/** Can be handed to threads, and instantiated as often as one likes. */
export interface CompiledWasm {
  readonly [compiledWasm]: true;
}

export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
}

/** The part of it that is needed: Node has it, its types do not. */
interface WebAssemblyHost {
  readonly WebAssembly: {
    readonly compile: (bytes: Uint8Array) => Promise<CompiledWasm>;
    readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => WasmMemory;
  };
}

const host = globalThis as unknown as WebAssemblyHost;

export const compileWasm = (bytes: Uint8Array): Promise<CompiledWasm> => host.WebAssembly.compile(bytes);

const PAGE_BYTES = 64 * 1024;

export const newMemory = (initialBytes: number, maximumBytes: number): WasmMemory =>
  new host.WebAssembly.Memory({ initial: initialBytes / PAGE_BYTES, maximum: Math.ceil(maximumBytes / PAGE_BYTES) });
