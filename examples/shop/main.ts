/** The shop as a process: `npm run shop -- --port 4870 --db shop.db`. */
import { listen } from '../service/listen.ts';
import { openDatabase } from './database.ts';
import { createShop } from './shop.ts';

listen({
  name: 'shop',
  port: 4870,
  open({ db: file }) {
    const db = openDatabase(file);
    return { app: createShop(db), close: () => db.close() };
  },
});
