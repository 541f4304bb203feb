import { type ComponentType, lazy, useState } from 'react';

export interface Part<P> {
  readonly Component: ComponentType<P>;
  /** Has its code come, so that it is there at once when it is shown: what has to be waited for shows for 0.3 s that it is. */
  readonly fetch: () => Promise<void>;
}

/** A part of the window whose code comes when it is needed, or before. */
export function part<P extends object>(load: () => Promise<ComponentType<P>>): Part<P> {
  let loaded: ComponentType<P> | null = null;
  const get = async (): Promise<ComponentType<P>> => (loaded ??= await load());
  const Late = lazy(async () => ({ default: await get() })) as unknown as ComponentType<P>;
  return {
    Component(props) {
      const [Shown] = useState(() => loaded ?? Late); // one for as long as it is there, or what it holds would be lost
      return <Shown {...props} />;
    },
    fetch: async () => void (await get()),
  };
}
