import { create } from 'zustand';
import { engine } from '../../../rpc/index.ts';

/** Names only: a value never comes to the screen (DA7). */
export const useSecretNames = create<{ readonly names: readonly string[] | null }>(() => ({ names: null }));

export async function loadSecretNames(): Promise<void> {
  if (useSecretNames.getState().names !== null) return;
  useSecretNames.setState({ names: [] });
  try {
    const { items } = await engine.secrets.list();
    useSecretNames.setState({ names: items.map(({ name }) => name) });
  } catch {
    useSecretNames.setState({ names: null }); // asked again with the next field
  }
}
