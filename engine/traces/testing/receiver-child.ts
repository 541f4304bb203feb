/** A receiver in a process of its own, to be killed: says its port, and goes on until it is. */
import { openTraces } from '../store/file.ts';
import { TraceWriter } from '../store/writer.ts';
import { intake } from '../receiver/intake.ts';
import { openReceiver } from '../receiver/server.ts';

const [file = ''] = process.argv.slice(2);
const writer = new TraceWriter(openTraces(file), Date.now);
const take = intake(writer, file, { received: 0, refused: 0 });
const { port } = await openReceiver(0, take, (error) => console.error(error));
console.log(port);
process.on('disconnect', () => process.exit());
