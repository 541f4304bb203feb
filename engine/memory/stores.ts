/** Blobs, domain events and schedules without a disk. */
export { heldStores as memoryStores } from '../runtime/stores.ts';
