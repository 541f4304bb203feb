/** Opens the engine on a database, says how that went in one line of JSON, and holds it until it is killed. */
import { isEnvironmentError } from '../../runtime/index.ts';
import { openEngine } from '../index.ts';

const [, , database = ''] = process.argv;

try {
  await openEngine({ database, activities: { perform: () => new Promise(() => {}) } });
  process.stdout.write(`${JSON.stringify({ open: true })}\n`);
  setInterval(() => {}, 60_000);
} catch (error) {
  const { code, message } = isEnvironmentError(error) ? error : { code: 'bug', message: String(error) };
  process.stdout.write(`${JSON.stringify({ code, message })}\n`);
}
process.once('disconnect', () => process.exit()); // never outlives the test
