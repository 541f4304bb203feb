import { api } from '../context.ts';

export const list = api.workers.list.handler(({ context }) => ({ items: context.workers.list(), next: null }));
