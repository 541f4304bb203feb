import { useEffect, useState } from 'react';
import { loadTemplates, type Template } from './templates.ts';

/** They are fetched when they are first shown somewhere; null until then. */
export function useTemplates(): readonly Template[] | null {
  const [templates, setTemplates] = useState<readonly Template[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    void loadTemplates().then((found) => {
      if (isWanted) setTemplates(found);
    });
    return () => {
      isWanted = false;
    };
  }, []);
  return templates;
}
