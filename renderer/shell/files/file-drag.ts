import { create } from 'zustand';

/** Files from the desktop are held over the window. */
export const useFileDrag = create<{ readonly isOver: boolean }>(() => ({ isOver: false }));
