import type Database from 'better-sqlite3';

/** What is made of a connection that was just opened; where that fails, it is closed again. */
export function orClosed<T>(database: Database.Database, make: () => T): T {
  try {
    return make();
  } catch (error) {
    database.close();
    throw error;
  }
}
