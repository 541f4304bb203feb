import { create, type StoreApi, type UseBoundStore } from 'zustand';

export interface Choice<V extends string> {
  readonly value: V;
  readonly choose: (value: V) => void;
}

/** One of a few, remembered on this computer; the first until somebody chooses. Other windows of ours follow at once. */
export function remembered<V extends string>(
  storageKey: string,
  options: readonly [V, ...V[]],
): UseBoundStore<StoreApi<Choice<V>>> {
  const read = (): V => {
    const stored = localStorage.getItem(storageKey);
    return options.find((option) => option === stored) ?? options[0];
  };
  const store = create<Choice<V>>((set) => ({
    value: read(),
    choose: (value) => {
      localStorage.setItem(storageKey, value);
      set({ value });
    },
  }));
  addEventListener('storage', ({ key }) => {
    if (key === storageKey) store.setState({ value: read() });
  });
  return store;
}
