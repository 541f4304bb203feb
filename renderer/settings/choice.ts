import { create, type StoreApi, type UseBoundStore } from 'zustand';

export interface Choice<V extends string> {
  readonly value: V;
  readonly choose: (value: V) => void;
}

/** One of a few, remembered on this computer; the first until somebody chooses. */
export function remembered<V extends string>(
  storageKey: string,
  options: readonly [V, ...V[]],
): UseBoundStore<StoreApi<Choice<V>>> {
  const stored = localStorage.getItem(storageKey);
  return create<Choice<V>>((set) => ({
    value: options.find((option) => option === stored) ?? options[0],
    choose: (value) => {
      localStorage.setItem(storageKey, value);
      set({ value });
    },
  }));
}
